//! A small static server on 127.0.0.1, for the demo, the page tests and the benchmark.

mod bad;
mod headers;

pub use headers::{ISOLATED, STRICT, TRUSTED_TYPES};

use anyhow::{Context, Result};
use axum::{Router, routing::get};
use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::PathBuf,
};
use tokio::runtime::Runtime;
use tower_http::services::{ServeDir, ServeFile};

/// What is served where.
#[derive(Debug, Default)]
pub struct Site {
    /// The folder at `/`; `.br` and `.gz` beside a file are sent in its place.
    pub root: PathBuf,
    /// Further folders: path (`/fixtures`) and folder.
    pub folders: Vec<(String, PathBuf)>,
    /// Single files of records: path and file.
    pub files: Vec<(String, PathBuf)>,
    /// Short texts: path and content, the type by the path's extension.
    pub texts: Vec<(String, String)>,
    /// Added to every answer.
    pub headers: Vec<(&'static str, &'static str)>,
    /// Records for the misbehaving routes below `/bad`; without, there are none.
    pub bad: Option<String>,
}

/// Runs until it is dropped.
#[derive(Debug)]
pub struct Server {
    pub address: SocketAddr,
    runtime: Runtime,
}

impl Site {
    /// Port 0 is any free one.
    pub fn start(self, port: u16) -> Result<Server> {
        self.start_on(Site::listen(port)?.0)
    }

    /// A port and the origin of what will be served there.
    pub fn listen(port: u16) -> Result<(TcpListener, String)> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .with_context(|| format!("port {port} of 127.0.0.1 is not free; choose another one with --port"))?;
        listener.set_nonblocking(true).context("starting the server")?;
        let origin = format!("http://{}", listener.local_addr().context("starting the server")?);
        Ok((listener, origin))
    }

    pub fn start_on(self, listener: TcpListener) -> Result<Server> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .context("starting the server")?;
        let address = listener.local_addr().context("starting the server")?;
        let router = self.router();
        runtime.spawn(async move { axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await });
        Ok(Server { address, runtime })
    }

    fn router(self) -> Router {
        let root = ServeDir::new(&self.root).precompressed_br().precompressed_gzip();
        let mut router = Router::new().fallback_service(root);
        for (path, folder) in self.folders {
            router = router.nest_service(&path, ServeDir::new(folder));
        }
        for (path, file) in self.files {
            // Streams of many megabytes: larger reads, fewer of them.
            let records = ServeFile::new(file).with_buf_chunk_size(1 << 18);
            router = router.route_service(&path, headers::unkept(records));
        }
        for (path, text) in self.texts {
            router = router.route(&path, get(move || async move { text }));
        }
        if let Some(records) = self.bad {
            router = router.nest("/bad", bad::routes(&records));
        }
        headers::add(router, self.headers)
    }
}

impl Server {
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Serves until the program is stopped.
    pub fn wait(self) {
        self.runtime.block_on(std::future::pending::<()>());
    }
}
