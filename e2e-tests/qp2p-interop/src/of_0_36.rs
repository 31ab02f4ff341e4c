//! 0.36.4, the last one: layout F16, and the end of a stream ends its message.

use crate::{
    question::{How, Node},
    Outcome,
};
use bytes::Bytes;
use qp2p_0_36::{Connection, ConnectionIncoming, Endpoint, WireMsg};
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::Arc,
};
use tokio::sync::Mutex;

pub struct Release(Endpoint);

/// A connection, and what comes over it unasked.
#[derive(Clone)]
pub struct Link(Arc<Connection>, Arc<Mutex<ConnectionIncoming>>);

/// A request (1) and an answer (2) with the same id; an answer over a stream of its own is known by it.
const REQUEST_ID: &[u8] = b"\x010123456789abcdef";
const ANSWER_ID: &[u8] = b"\x020123456789abcdef";

impl Node for Release {
    const NAME: &'static str = "0.36";
    type Connection = Link;

    fn client() -> Outcome<Self> {
        Ok(Release(Endpoint::builder().addr((Ipv4Addr::LOCALHOST, 0)).client()?))
    }

    async fn connect(&self, peer: SocketAddr) -> Outcome<Link> {
        let (connection, incoming) = self.0.connect_to(&peer).await?;
        Ok(Link(Arc::new(connection), Arc::new(Mutex::new(incoming))))
    }

    async fn ask(link: &Link, request: Bytes, how: How) -> Outcome<Bytes> {
        if how == How::OneWay {
            let header = Bytes::from_static(REQUEST_ID);
            link.0.send((header, Bytes::new(), request)).await?;
            let WireMsg((header, _dst, answer)) = link.1.lock().await.next().await?.ok_or("no answer")?;
            return if header == ANSWER_ID {
                Ok(answer)
            } else {
                Err("an answer without the id".into())
            };
        }
        let (mut send, receive) = link.0.open_bi().await?;
        if send.send_user_msg((Bytes::new(), Bytes::new(), request)).await.is_err() {
            // A relay that wants no more of the request tells why on the other half of the stream.
            return Ok(receive.read().await?.2);
        }
        match how {
            How::Finish => send.finish().await?,
            How::Hold => return Ok(receive.read().await?.2),
            _ => drop(send),
        }
        Ok(receive.read().await?.2)
    }

    async fn row(_link: &Link, _request: Bytes, _count: usize) -> Outcome<Vec<Bytes>> {
        Err("this release has one message on a stream".into())
    }

    async fn ended(link: Link) -> String {
        format!("{:?}", link.1.lock().await.next().await)
    }

    async fn reach(_contact: SocketAddr) -> Outcome<()> {
        Err("this release knows no contacts".into())
    }

    async fn echo(address: SocketAddr) -> Outcome<()> {
        let (node, mut connections) = Endpoint::builder().addr(address).server()?;
        println!("listening on {}", node.local_addr());
        while let Some((connection, mut incoming)) = connections.next().await {
            tokio::spawn(async move {
                while let Ok(Some((WireMsg(message), stream))) = incoming.next_with_stream().await {
                    if let Some(mut stream) = stream {
                        tokio::spawn(async move {
                            if let Err(error) = stream.send_user_msg(message).await {
                                println!("not answered: {error}");
                            }
                        });
                    }
                }
                drop(connection);
            });
        }
        Ok(())
    }
}
