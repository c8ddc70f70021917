//! Reading a body: not more than agreed, and not for longer.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::web::{Bytes, BytesMut, Payload};
use futures_util::StreamExt;

use crate::graphql::{Code, RequestError};

/// Reads the whole body.
pub async fn read(request: &HttpRequest, body: Payload, most: usize, within: Duration) -> Result<Bytes, RequestError> {
    let announced = request.headers().get(CONTENT_LENGTH).and_then(|it| it.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|it| it > most as u64) {
        return Err(too_large(most));
    }
    tokio::time::timeout(within, collect(body, most)).await.unwrap_or_else(|_| Err(Code::BodyTooSlow.into()))
}

async fn collect(mut body: Payload, most: usize) -> Result<Bytes, RequestError> {
    let mut read = BytesMut::new();
    while let Some(piece) = body.next().await {
        let piece = piece.map_err(|_| RequestError::saying(Code::BadRequest, "The body broke off."))?;
        if read.len() + piece.len() > most {
            return Err(too_large(most));
        }
        read.extend_from_slice(&piece);
    }
    Ok(read.freeze())
}

fn too_large(most: usize) -> RequestError {
    RequestError::saying(Code::BodyTooLarge, format!("A body of at most {most} bytes is read."))
}
