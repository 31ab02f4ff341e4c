//! What a release must offer so that all of them can be tried in the same way.

use crate::Outcome;
use bytes::Bytes;
use std::{
    future::Future,
    net::SocketAddr,
    str::FromStr,
    sync::{
        atomic::{AtomicUsize, Ordering},
        Arc,
    },
};

/// What a client does with the stream of a request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum How {
    Drop,
    Finish,
    Hold,
    Row,
    OneWay,
}

impl FromStr for How {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        match name {
            "drop" => Ok(How::Drop),
            "finish" => Ok(How::Finish),
            "hold" => Ok(How::Hold),
            "row" => Ok(How::Row),
            "one-way" => Ok(How::OneWay),
            _ => Err(format!("no way to ask: {name}")),
        }
    }
}

/// An endpoint of one release.
pub trait Node: Sized + Send + 'static {
    const NAME: &'static str;
    type Connection: Clone + Send + Sync + 'static;

    fn client() -> Outcome<Self>;
    fn connect(&self, peer: SocketAddr) -> impl Future<Output = Outcome<Self::Connection>> + Send;
    fn ask(connection: &Self::Connection, request: Bytes, how: How) -> impl Future<Output = Outcome<Bytes>> + Send;
    fn row(connection: &Self::Connection, request: Bytes, count: usize) -> impl Future<Output = Outcome<Vec<Bytes>>>;
    fn ended(connection: Self::Connection) -> impl Future<Output = String>;
    fn reach(contact: SocketAddr) -> impl Future<Output = Outcome<()>>;
    fn echo(address: SocketAddr) -> impl Future<Output = Outcome<()>>;
}

/// Asks, and asks again over a stream that failed: 0.36 may lose a message whose first packet came twice (qp2p.md 3.10).
pub async fn surely<N: Node>(
    connection: &N::Connection,
    request: &Bytes,
    how: How,
    repeated: &AtomicUsize,
) -> Outcome<Bytes> {
    match N::ask(connection, request.clone(), how).await {
        Ok(answer) => Ok(answer),
        Err(_) => {
            repeated.fetch_add(1, Ordering::Relaxed);
            N::ask(connection, request.clone(), how).await
        }
    }
}

/// Asks `count` times, `at_once` of them side by side; gives the answers, and how many took a second try.
pub async fn many<N: Node>(
    connection: &N::Connection,
    request: Bytes,
    how: How,
    count: usize,
    at_once: usize,
) -> Outcome<(Vec<Bytes>, usize)> {
    let repeated = Arc::new(AtomicUsize::new(0));
    let mut askers = Vec::new();
    for asker in 0..at_once {
        let (connection, request, repeated) = (connection.clone(), request.clone(), repeated.clone());
        let own = count / at_once + usize::from(asker < count % at_once);
        askers.push(tokio::spawn(async move {
            let mut answers = Vec::new();
            for _ in 0..own {
                answers.push(surely::<N>(&connection, &request, how, &repeated).await?);
            }
            Ok::<Vec<Bytes>, Box<dyn std::error::Error + Send + Sync>>(answers)
        }));
    }
    let mut answers = Vec::new();
    for asker in askers {
        answers.extend(asker.await??);
    }
    Ok((answers, repeated.load(Ordering::Relaxed)))
}
