//! 0.30.1, of three-part messages: layout F17.

use crate::{
    question::{How, Node},
    Outcome,
};
use bytes::Bytes;
use qp2p_0_30::{Config, Connection, ConnectionIncoming, Endpoint};
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};
use tokio::sync::Mutex;

pub struct Release(Endpoint);

/// A connection, and what comes over it unasked.
#[derive(Clone)]
pub struct Link(Connection, Arc<Mutex<ConnectionIncoming>>);

/// A request (1) and an answer (2) with the same id; an answer over a stream of its own is known by it.
const REQUEST_ID: &[u8] = b"\x010123456789abcdef";
const ANSWER_ID: &[u8] = b"\x020123456789abcdef";

fn message(request: Bytes) -> (Bytes, Bytes, Bytes) {
    (Bytes::new(), Bytes::new(), request)
}

impl Node for Release {
    const NAME: &'static str = "0.30";
    type Connection = Link;

    fn client() -> Outcome<Self> {
        Ok(Release(Endpoint::new_client(
            (Ipv4Addr::LOCALHOST, 0),
            Config::default(),
        )?))
    }

    async fn connect(&self, peer: SocketAddr) -> Outcome<Link> {
        let (connection, incoming) = self.0.connect_to(&peer).await?;
        Ok(Link(connection, Arc::new(Mutex::new(incoming))))
    }

    async fn ask(link: &Link, request: Bytes, how: How) -> Outcome<Bytes> {
        if how == How::OneWay {
            let header = Bytes::from_static(REQUEST_ID);
            link.0.send((header, Bytes::new(), request)).await?;
            let (header, _dst, answer) = link.1.lock().await.next().await?.ok_or("no answer")?;
            return if header == ANSWER_ID {
                Ok(answer)
            } else {
                Err("an answer without the id".into())
            };
        }
        let (mut send, mut receive) = link.0.open_bi().await?;
        if send.send_user_msg(message(request)).await.is_err() {
            // A relay that wants no more of the request tells why on the other half of the stream.
            return Ok(receive.next().await?.2);
        }
        match how {
            How::Finish => send.finish().await?,
            How::Hold => return Ok(receive.next().await?.2),
            _ => drop(send),
        }
        Ok(receive.next().await?.2)
    }

    async fn row(link: &Link, request: Bytes, count: usize) -> Outcome<Vec<Bytes>> {
        let (mut send, mut receive) = link.0.open_bi().await?;
        let mut answers = Vec::new();
        for _ in 0..count {
            send.send_user_msg(message(request.clone())).await?;
            answers.push(receive.next().await?.2);
        }
        Ok(answers)
    }

    async fn ended(link: Link) -> String {
        format!("{:?}", link.1.lock().await.next().await)
    }

    async fn reach(contact: SocketAddr) -> Outcome<()> {
        let (node, _connections, found) =
            Endpoint::new_peer((Ipv4Addr::LOCALHOST, 0), &[contact], Config::default()).await?;
        let contact = found.ok_or("no contact")?.0.remote_address();
        node.is_reachable(&contact).await?;
        let seen = node.public_addr() == node.local_addr();
        println!(
            "{} started with its contact, which sees its own address: {seen}",
            Self::NAME
        );
        Ok(())
    }

    async fn echo(address: SocketAddr) -> Outcome<()> {
        let (node, mut connections, _) = Endpoint::new_peer(address, &[], Config::default()).await?;
        println!("listening on {}", node.local_addr());
        while let Some((_connection, mut incoming)) = connections.next().await {
            tokio::spawn(async move {
                while let Ok(Some((message, stream))) = incoming.next_with_stream().await {
                    if let Some(stream) = stream {
                        tokio::spawn(async move {
                            let mut stream = stream.lock().await;
                            if let Err(error) = stream.send_user_msg(message).await {
                                println!("not answered: {error}");
                            }
                        });
                    }
                }
            });
        }
        Ok(())
    }
}
