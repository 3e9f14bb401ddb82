package demo_test
import ("testing";"time";"fmt";"minimost/demo";"slices")
func TestStress(t *testing.T){ for seed:=range uint64(300) { t.Run(fmt.Sprint(seed), func(t *testing.T){
 w:=newWorld(t,seed+1000); wait:=time.Duration(seed)*700*time.Millisecond; if seed%3==0 {wait*=10}
 w.steps(wait); w.signUp("zoe"); w.open("zoe","a"); w.wantAll("zoe", publicChannels...)
 w.steps(time.Duration(seed%60)*100*time.Millisecond); w.open(demo.Username,"b"); w.wantAll(demo.Username, slices.Clone(publicChannels)...)
})}}
