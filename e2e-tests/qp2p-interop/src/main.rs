//! Speaks with a relay by the qp2p crate itself. RELEASE is 0.28, 0.30 or 0.36.
//!
//! ```text
//! qp2p-interop ask     RELEASE ADDRESS HOW COUNT AT_ONCE JSON   ask a relay, over one connection
//! qp2p-interop size    RELEASE ADDRESS BYTES JSON               ask with a request of that size
//! qp2p-interop again   RELEASE ADDRESS JSON                     ask, wait for a line of input, ask again
//! qp2p-interop switch  RELEASE ADDRESS OTHER JSON               ask one relay, another, and the first again
//! qp2p-interop closed  RELEASE ADDRESS                          connect, and tell how the relay ends it
//! qp2p-interop reach   RELEASE ADDRESS                          start a node with the relay as contact (0.28, 0.30)
//! qp2p-interop echo    RELEASE ADDRESS                          answer each request with its own bytes
//! ```
//!
//! HOW is what a client does with a stream:
//!
//! ```text
//! drop      drops the sending half, reads the answer
//! finish    awaits that everything was acknowledged, reads the answer
//! hold      reads the answer before it ends its own side
//! row       sends all requests on one stream, one after another (0.28, 0.30)
//! one-way   sends on a unidirectional stream, gets the answer on another
//! ```

mod of_0_28;
mod of_0_30;
mod of_0_36;
mod question;

use bytes::Bytes;
use question::{How, Node};
use std::{env, error::Error, net::SocketAddr, time::Instant};
use tokio::io::{stdin, AsyncBufReadExt, BufReader};

pub type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.get(1) {
        Some(&"0.28") => run::<of_0_28::Release>(&words).await,
        Some(&"0.30") => run::<of_0_30::Release>(&words).await,
        Some(&"0.36") => run::<of_0_36::Release>(&words).await,
        _ => Err("expected a command and one of the releases 0.28, 0.30, 0.36".into()),
    }
}

async fn run<N: Node>(words: &[&str]) -> Outcome<()> {
    match words {
        ["ask", _, address, how, count, at_once, json] => {
            let (how, count, at_once) = (how.parse()?, count.parse()?, at_once.parse()?);
            ask::<N>(address.parse()?, how, count, at_once, Bytes::from(json.to_string())).await
        }
        ["size", _, address, bytes, json] => {
            let mut request = json.as_bytes().to_vec();
            request.resize(bytes.parse()?, b' ');
            let node = N::client()?;
            let connection = node.connect(address.parse()?).await?;
            let answer = N::ask(&connection, request.into(), How::Drop).await?;
            println!("{bytes} bytes: {}", start_of(&answer));
            Ok(())
        }
        ["again", _, address, json] => again::<N>(address.parse()?, Bytes::from(json.to_string())).await,
        ["switch", _, address, other, json] => {
            let node = N::client()?;
            for peer in [address, other, address] {
                let connection = node.connect(peer.parse()?).await?;
                let answer = N::ask(&connection, Bytes::from(json.to_string()), How::Drop).await?;
                println!("{peer}: {}", start_of(&answer));
            }
            Ok(())
        }
        ["closed", _, address] => {
            let node = N::client()?;
            let connection = node.connect(address.parse()?).await?;
            // An answer shows that the handshake has ended on the other side too.
            N::ask(&connection, Bytes::from_static(b"{}"), How::Drop).await?;
            println!("connected");
            println!("ended: {}", N::ended(connection).await);
            Ok(())
        }
        ["reach", _, address] => N::reach(address.parse()?).await,
        ["echo", _, address] => N::echo(address.parse()?).await,
        _ => Err(format!("what is meant by {words:?}?").into()),
    }
}

async fn ask<N: Node>(peer: SocketAddr, how: How, count: usize, at_once: usize, request: Bytes) -> Outcome<()> {
    let node = N::client()?;
    let connection = node.connect(peer).await?;
    let started = Instant::now();
    let (answers, repeated) = match how {
        How::Row => (N::row(&connection, request, count).await?, 0),
        _ => question::many::<N>(&connection, request, how, count, at_once).await?,
    };
    let expected = answers[0].len();
    if let Some(other) = answers.iter().find(|answer| answer.len() != expected) {
        return Err(format!("{} instead of {}", start_of(other), start_of(&answers[0])).into());
    }
    println!(
        "{} {how:?}, {at_once} at once: {} answers of {expected} bytes, {repeated} after a second try, {:.0}/s: {}",
        N::NAME,
        answers.len(),
        count as f64 / started.elapsed().as_secs_f64(),
        start_of(&answers[0])
    );
    Ok(())
}

/// The relay may stop and start again in between.
async fn again<N: Node>(peer: SocketAddr, request: Bytes) -> Outcome<()> {
    let node = N::client()?;
    let connection = node.connect(peer).await?;
    println!(
        "first: {}",
        start_of(&N::ask(&connection, request.clone(), How::Drop).await?)
    );
    BufReader::new(stdin()).read_line(&mut String::new()).await?;
    match N::ask(&connection, request.clone(), How::Drop).await {
        Ok(_) => println!("the old connection still answers"),
        Err(error) => println!("the old connection: {error}"),
    }
    let fresh = node.connect(peer).await?;
    println!("again: {}", start_of(&N::ask(&fresh, request, How::Drop).await?));
    Ok(())
}

fn start_of(answer: &Bytes) -> String {
    String::from_utf8_lossy(&answer[..answer.len().min(300)]).into_owned()
}
