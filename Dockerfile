# syntax=docker/dockerfile:1
# Builds the server, then keeps only the binary.

FROM rust:1.95-slim-bookworm AS build
WORKDIR /source
COPY . .
# The caches belong to the builder, not to the image: a second build compiles only what changed.
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    --mount=type=cache,target=/source/target,sharing=locked \
    cargo build --release --locked --bin maillage \
    && install -D target/release/maillage /built/maillage

FROM debian:bookworm-slim
# The authorities that identity providers and mail servers are checked against.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /built/maillage /usr/local/bin/maillage
RUN useradd --system --uid 10001 --home-dir /var/lib/maillage --create-home maillage
USER maillage
WORKDIR /var/lib/maillage
# Without PostgreSQL the SQLite file lies here: give it a volume.
ENV MAILLAGE_DATABASE_URL=sqlite:///var/lib/maillage/maillage.db?mode=rwc \
    MAILLAGE_LISTEN=0.0.0.0:8080
VOLUME /var/lib/maillage
EXPOSE 8080
# Bash speaks enough HTTP by itself: no other program is added for this.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz/live HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r -t 2 _ status _ <&3 && [ \"$status\" = 200 ]"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["maillage"]
CMD ["serve"]
