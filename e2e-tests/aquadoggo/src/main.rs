//! doggo PORT DATABASE_FILE [PEER_URL PUBLIC_KEY=LOG_ID,LOG_ID…]: a node that replicates these logs of a peer.

use aquadoggo::{Configuration, Node};

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [port, database, peer @ ..] = args.as_slice() else {
        eprintln!("usage: doggo PORT DATABASE_FILE [PEER_URL PUBLIC_KEY=LOG_ID,LOG_ID...]");
        std::process::exit(2);
    };

    let mut config = Configuration::default();
    config.http_port = port.parse().expect("a port");
    // "rwc" makes the file when it is missing.
    config.database_url = Some(format!("sqlite:{database}?mode=rwc"));
    config.database_max_connections = 4;
    if let [url, logs @ ..] = peer {
        config.replication.connection_interval_seconds = 2;
        config.replication.remote_peers = vec![url.clone()];
        for log in logs {
            let (key, ids) = log.split_once('=').expect("PUBLIC_KEY=LOG_ID,LOG_ID");
            let ids: Vec<u64> = ids
                .split(',')
                .map(|id| id.parse().expect("a log id"))
                .collect();
            let wanted = (key.to_string(), ids).try_into().expect("a public key");
            config.replication.public_keys_to_replicate.push(wanted);
        }
    }

    let node = Node::start(config).await;
    tokio::signal::ctrl_c().await.expect("a signal handler");
    node.shutdown().await;
}
