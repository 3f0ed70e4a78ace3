//! An SMTP server as RFC 5321 has it, on a port of its own: what it accepts is kept for the test to read.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A mail that was accepted.
#[derive(Clone, Debug)]
pub(crate) struct Delivered {
    /// As what the client greeted.
    pub(crate) greeted_as: String,
    pub(crate) from: String,
    pub(crate) to: Vec<String>,
    /// Who signed in, if anybody.
    pub(crate) user: Option<String>,
    /// The message with the dots that SMTP adds taken away.
    pub(crate) message: String,
}

/// How the server behaves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Manners {
    /// A sign-in that is demanded, as user and password.
    pub(crate) sign_in: Option<(String, String)>,
    /// Replies to the next recipients, such as "451 4.7.1 come again"; after them everybody is taken.
    pub(crate) recipients: Vec<&'static str>,
    /// Replies to the next messages, after their last line; after them every message is taken.
    pub(crate) messages: Vec<&'static str>,
}

/// A running server; dropping it stops it.
pub(crate) struct Sink {
    pub(crate) address: SocketAddr,
    state: Arc<Mutex<State>>,
    task: JoinHandle<()>,
}

#[derive(Default)]
struct State {
    manners: Manners,
    delivered: Vec<Delivered>,
    /// What single addresses are told the next time.
    refusals: Vec<(&'static str, &'static str)>,
}

impl Sink {
    pub(crate) async fn start(manners: Manners) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State { manners, ..State::default() }));
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let shared = Arc::clone(&shared);
                // A client that hangs up in the middle of a sentence is no failure of the server's.
                tokio::spawn(async move { Session::new(stream, shared).run().await.ok() });
            }
        });
        Self { address, state, task }
    }

    pub(crate) fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Refuses an address the next time that it is written to.
    pub(crate) fn refuse_once(&self, address: &'static str, reply: &'static str) {
        self.state.lock().unwrap().refusals.push((address, reply));
    }

    pub(crate) fn delivered(&self) -> Vec<Delivered> {
        self.state.lock().unwrap().delivered.clone()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Session {
    stream: BufReader<TcpStream>,
    state: Arc<Mutex<State>>,
    user: Option<String>,
    greeted_as: String,
    from: Option<String>,
    to: Vec<String>,
}

impl Session {
    fn new(stream: TcpStream, state: Arc<Mutex<State>>) -> Self {
        Self {
            stream: BufReader::new(stream),
            state,
            user: None,
            greeted_as: String::new(),
            from: None,
            to: Vec::new(),
        }
    }

    async fn run(mut self) -> std::io::Result<()> {
        self.say("220-sink.example ESMTP\r\n220 at your service").await?;
        while let Some(line) = self.line().await? {
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" => {
                    self.reset();
                    rest.clone_into(&mut self.greeted_as);
                    self.say("250-sink.example\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE 10000000")
                        .await?;
                }
                "HELO" => self.say("250 sink.example").await?,
                "AUTH" => self.sign_in(rest).await?,
                "MAIL" => self.mail(rest).await?,
                "RCPT" => self.recipient(rest).await?,
                "DATA" => self.data().await?,
                "RSET" => {
                    self.reset();
                    self.say("250 2.0.0 forgotten").await?;
                }
                "NOOP" => self.say("250 2.0.0 still here").await?,
                "QUIT" => return self.say("221 2.0.0 bye").await,
                _ => self.say("502 5.5.1 not understood").await?,
            }
        }
        Ok(())
    }

    async fn line(&mut self) -> std::io::Result<Option<String>> {
        let mut line = Vec::new();
        if self.stream.read_until(b'\n', &mut line).await? == 0 {
            return Ok(None);
        }
        assert!(line.ends_with(b"\r\n"), "a line ends with CRLF");
        assert!(line.len() <= 1000, "a line has at most 1,000 octets");
        Ok(Some(String::from_utf8(line).unwrap().trim_end_matches("\r\n").to_owned()))
    }

    async fn say(&mut self, reply: &str) -> std::io::Result<()> {
        self.stream.get_mut().write_all(format!("{reply}\r\n").as_bytes()).await
    }

    fn reset(&mut self) {
        self.from = None;
        self.to.clear();
    }

    async fn sign_in(&mut self, rest: &str) -> std::io::Result<()> {
        let (user, password) = if let Some(first) = rest.strip_prefix("PLAIN") {
            let mut text = first.trim().to_owned();
            if text.is_empty() {
                self.say("334 ").await?;
                text = self.line().await?.unwrap_or_default();
            }
            let plain = decoded(&text);
            let mut parts = plain.split('\0').skip(1).map(str::to_owned);
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
        } else {
            self.say("334 VXNlcm5hbWU6").await?;
            let user = decoded(&self.line().await?.unwrap_or_default());
            self.say("334 UGFzc3dvcmQ6").await?;
            (user, decoded(&self.line().await?.unwrap_or_default()))
        };
        let wanted = self.state.lock().unwrap().manners.sign_in.clone();
        if wanted.is_some_and(|wanted| wanted == (user.clone(), password)) {
            self.user = Some(user);
            self.say("235 2.7.0 welcome").await
        } else {
            self.say("535 5.7.8 not you").await
        }
    }

    async fn mail(&mut self, rest: &str) -> std::io::Result<()> {
        let demands_sign_in = self.state.lock().unwrap().manners.sign_in.is_some();
        if demands_sign_in && self.user.is_none() {
            return self.say("530 5.7.0 sign in first").await;
        }
        if self.from.is_some() {
            return self.say("503 5.5.1 one mail at a time").await;
        }
        self.from = Some(path(rest));
        self.say("250 2.1.0 go on").await
    }

    async fn recipient(&mut self, rest: &str) -> std::io::Result<()> {
        if self.from.is_none() {
            return self.say("503 5.5.1 who writes?").await;
        }
        let refusal = {
            let mut state = self.state.lock().unwrap();
            let of_address = state.refusals.iter().position(|(address, _)| *address == path(rest));
            let replies = &mut state.manners.recipients;
            let of_next = (!replies.is_empty()).then(|| replies.remove(0));
            of_next.or_else(|| of_address.map(|at| state.refusals.remove(at).1))
        };
        match refusal {
            Some(reply) => self.say(reply).await,
            None => {
                self.to.push(path(rest));
                self.say("250 2.1.5 go on").await
            }
        }
    }

    async fn data(&mut self) -> std::io::Result<()> {
        if self.to.is_empty() {
            return self.say("503 5.5.1 to whom?").await;
        }
        self.say("354 end with a dot").await?;
        let mut message = String::new();
        while let Some(line) = self.line().await? {
            if line == "." {
                break;
            }
            message.push_str(line.strip_prefix('.').unwrap_or(&line));
            message.push_str("\r\n");
        }
        let delivered = Delivered {
            greeted_as: self.greeted_as.clone(),
            from: self.from.take().unwrap_or_default(),
            to: std::mem::take(&mut self.to),
            user: self.user.clone(),
            message,
        };
        let reply = {
            let mut state = self.state.lock().unwrap();
            if state.manners.messages.is_empty() {
                state.delivered.push(delivered);
                "250 2.0.0 taken"
            } else {
                state.manners.messages.remove(0)
            }
        };
        self.say(reply).await
    }
}

/// The address between the angle brackets of `FROM:<…>` and `TO:<…>`.
fn path(rest: &str) -> String {
    let inner = rest.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map(|(address, _)| address.to_owned()).unwrap_or_default()
}

fn decoded(text: &str) -> String {
    String::from_utf8(STANDARD.decode(text.trim()).unwrap()).unwrap()
}
