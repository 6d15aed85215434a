# syntax=docker/dockerfile:1
# The studio as one image of one executable; the command says which role it plays:
#   studio serve (web and workers), web, work, migrate, sim
#
# Stages: web (style sheets, scripts) and guests (plugins as WebAssembly components) feed build (the executable);
# the last stage holds the executable, the plugins and nothing that builds.

ARG RUST_VERSION=1.95
ARG NODE_VERSION=22

FROM node:${NODE_VERSION}-bookworm-slim AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json ./
RUN --mount=type=cache,target=/root/.npm PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-audit --no-fund
COPY web/ ./
RUN npm run --silent build

FROM rust:${RUST_VERSION}-slim-bookworm AS guests
RUN rustup target add wasm32-unknown-unknown
WORKDIR /src
COPY .cargo .cargo
COPY core/pg-cluster core/pg-cluster
COPY Cargo.toml Cargo.lock ./
COPY xtask xtask
COPY plugins plugins
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    CARGO_TARGET_DIR=/target cargo xtask build-plugins

FROM rust:${RUST_VERSION}-slim-bookworm AS build
WORKDIR /src
COPY . .
COPY --from=web /src/web/dist web/dist
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/target \
    SQLX_OFFLINE=true CARGO_TARGET_DIR=/target cargo build --locked --release -p studio \
    && cp /target/release/studio /studio

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates curl tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin studio \
    && install --directory --owner=studio --group=studio /data /data/objects /data/plugin-cache
COPY --from=build /studio /usr/local/bin/studio
COPY --from=guests /target/plugins /usr/share/studio/plugins
ENV HOST=0.0.0.0 \
    PORT=3007 \
    PLUGINS_DIR=/usr/share/studio/plugins \
    PLUGIN_CACHE_DIR=/data/plugin-cache \
    STORAGE_PATH=/data/objects \
    LOG_FORMAT=json \
    RUST_LIB_BACKTRACE=0
USER studio
WORKDIR /data
VOLUME /data
EXPOSE 3007
# For the roles that serve pages; docker-compose.yml switches it off for the others.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD curl --fail --silent --show-error --output /dev/null "http://127.0.0.1:${PORT}/readyz"
# tini passes signals on, so that a stop is graceful, and takes care of orphans.
ENTRYPOINT ["tini", "--", "studio"]
CMD ["serve"]
