//! The same against somebody else's SMTP server: npm's smtp-server, where the browser tests have installed it.

use std::path::Path;
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

use super::sink::{Manners, Sink};
use super::{invitation, smtp};

/// Says its port, then every message it takes, each as a line of JSON; refuses every second recipient once.
const SERVER: &str = r#"
const { SMTPServer } = require("smtp-server");
let asked = 0;
const server = new SMTPServer({
  authMethods: ["PLAIN", "LOGIN"], authOptional: false, disabledCommands: ["STARTTLS"], allowInsecureAuth: true,
  onAuth(auth, session, done) {
    if (auth.username === "user" && auth.password === "pass") done(null, { user: "user" });
    else done(new Error("not you"));
  },
  onRcptTo(address, session, done) {
    asked += 1;
    if (asked === 1) { const error = new Error("grey"); error.responseCode = 451; done(error); } else done();
  },
  onData(stream, session, done) {
    const chunks = [];
    stream.on("data", (chunk) => chunks.push(chunk));
    stream.on("end", () => {
      console.log(JSON.stringify({ to: session.envelope.rcptTo[0].address, message: Buffer.concat(chunks).toString() }));
      done();
    });
  },
});
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ port: server.server.address().port })));
"#;

struct Node {
    #[expect(dead_code, reason = "dropping it ends the server")]
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Node {
    async fn json(&mut self) -> serde_json::Value {
        let line = self.lines.next_line().await.unwrap().expect("the server says something");
        serde_json::from_str(&line).unwrap()
    }
}

/// `None` where npm's programs are not installed; then our own server stands in.
async fn start() -> Option<(Node, u16)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../end2end");
    if !folder.join("node_modules/smtp-server").is_dir() {
        return None;
    }
    let mut child = Command::new("node")
        .args(["-e", SERVER])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .ok()?;
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut node = Node { child, lines };
    let port = node.json().await["port"].as_u64().unwrap();
    Some((node, u16::try_from(port).unwrap()))
}

#[tokio::test]
async fn somebody_elses_server_understands_us() {
    let Some((mut node, port)) = start().await else {
        let manners = Manners { recipients: vec!["451 4.7.1 grey"], ..Manners::default() };
        let sink = Sink::start(manners).await;
        let post = smtp(&sink.url());
        let mail = invitation().mail(&post).unwrap();
        post.send(&mail).await.unwrap_err();
        return post.send(&mail).await.unwrap();
    };
    let post = smtp(&format!("smtp://user:pass@127.0.0.1:{port}"));
    let mail = invitation().mail(&post).unwrap();
    let first = post.send(&mail).await.unwrap_err();
    assert!(matches!(first, server::mail::MailError::Later(_)), "{first:?}");
    post.send(&mail).await.unwrap();
    let taken = node.json().await;
    assert_eq!(taken["to"], "bo@express.example");
    let message = taken["message"].as_str().unwrap();
    assert!(message.contains("Subject: How did you decide? 3 minutes for Hannah Meyer"), "{message}");
}
