# A small image with the one binary, run by a user without rights. It is checked statically only (README).
FROM rust:1.95-slim-bookworm AS build
WORKDIR /build
# The C compiler and make are for the cryptography library.
RUN apt-get update && apt-get install -y --no-install-recommends gcc g++ libc6-dev make cmake && rm -rf /var/lib/apt/lists/*
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/build/target \
    cargo build --release --locked --bin lateral && cp target/release/lateral /lateral

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/lateral --create-home lateral
COPY --from=build /lateral /usr/local/bin/lateral
COPY data /usr/share/lateral/data
USER 10001
WORKDIR /var/lib/lateral
VOLUME /var/lib/lateral
ENV LATERAL_LISTEN=0.0.0.0:8080
EXPOSE 8080
ENTRYPOINT ["lateral"]
CMD ["serve"]
