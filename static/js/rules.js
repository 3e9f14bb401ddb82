// The server's rules that scripts follow, as the page carries them: chat/page_rules.go says what each is. Times are in
// milliseconds. A number that only a script knows stays in that script.
import { page } from "./page.js";

/**
 * @type {{typingWindow: number, typingNotice: number, idleAfter: number, readAfter: number,
 *   poll: number, pollHidden: number, silence: number, maxMessageChars: number, noticeWithin: number,
 *   goingGrace: number, restartGrace: number, restartGraceHidden: number}}
 */
export const rules = JSON.parse(page.host.dataset.rules ?? "{}");
