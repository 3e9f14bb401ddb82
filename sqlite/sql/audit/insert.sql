INSERT INTO audit (ts, action, actor, address, subject, detail)
VALUES (:ts, :action, :actor, :address, :subject, :detail)
