//! Subscriptions, told by Server-Sent Events: one connection each, as the protocol graphql-sse has it. What is watched is asked
//! again every second, on behalf of whoever the token makes out just then; what has changed is sent.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::Method;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use actix_web::web::{Bytes, Payload};
use actix_web::{HttpRequest, HttpResponse};
use async_graphql::{ContainerType, ObjectType, SubscriptionType};
use futures_util::stream::unfold;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Interval, interval};

use crate::graphql::{Admitted, Asker, Code, Over, RequestError};
use crate::http::graphql::{Endpoint, read};
use crate::http::{Media, Rendered, request_id};

/// How often what is watched is asked.
const EVERY: Duration = Duration::from_secs(1);
/// After how long without news something is sent that says nothing, so that nobody on the way takes the line for dead.
const QUIET: Duration = Duration::from_secs(15);
/// For how long one connection is told. Who wants more asks again.
const LONGEST: Duration = Duration::from_secs(3_600);
/// How many connections are told at once by one process.
const MOST: usize = 500;

/// The places of those who watch.
#[derive(Clone, Debug)]
pub struct Watchers(Arc<Semaphore>);

impl Default for Watchers {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(MOST)))
    }
}

/// Answers a subscription by events, asked by whom `asker` finds out each time.
pub async fn answer<Q, M, L, F>(
    request: HttpRequest,
    body: Payload,
    endpoint: Arc<Endpoint<Q, M, L>>,
    asker: impl Fn() -> F + 'static,
) -> HttpResponse
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    L: ContainerType + SubscriptionType + 'static,
    F: Future<Output = Result<Asker, RequestError>>,
{
    let id = request_id::of(&request);
    let refuse = |refused| Rendered::refusal(&refused).send(Media::Json, endpoint.profile);
    if request.method() != Method::POST {
        return refuse(endpoint.front.refused(Code::MethodNotAllowed.into(), &id));
    }
    let reading = async { Ok((read(&request, body, &endpoint.front).await?, asker().await?)) };
    let (asked, first) = match reading.await {
        Ok(read) => read,
        Err(refused) => return refuse(endpoint.front.refused(refused, &id)),
    };
    let admitted = match endpoint.front.watch(asked, first.signed_in, &id).await {
        Ok(admitted) => admitted,
        Err(refused) => return refuse(refused),
    };
    let Ok(place) = Arc::clone(&endpoint.watchers.0).try_acquire_owned() else {
        return refuse(endpoint.front.refused(Code::Unavailable.into(), &id));
    };
    let (began, timer) = (Instant::now(), interval(EVERY));
    let ended = false;
    let watching =
        Watching { endpoint, asker, admitted, id, sent: None, began, told: began, timer, ended, _place: place };
    let events = unfold(watching, |mut it| async move {
        let event = it.next().await?;
        Some((Ok::<_, std::convert::Infallible>(Bytes::from(event)), it))
    });
    HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8")))
        .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
        .streaming(Box::pin(events))
}

/// Somebody who watches.
struct Watching<Q, M, L, A> {
    endpoint: Arc<Endpoint<Q, M, L>>,
    asker: A,
    admitted: Admitted,
    id: Arc<str>,
    /// What was sent last.
    sent: Option<Vec<u8>>,
    began: Instant,
    /// When something was sent last.
    told: Instant,
    timer: Interval,
    ended: bool,
    _place: OwnedSemaphorePermit,
}

impl<Q, M, L, A, F> Watching<Q, M, L, A>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    L: ContainerType + SubscriptionType + 'static,
    A: Fn() -> F,
    F: Future<Output = Result<Asker, RequestError>>,
{
    /// What is to be sent next; nothing when it has ended.
    async fn next(&mut self) -> Option<Vec<u8>> {
        while !self.ended {
            self.timer.tick().await;
            let over = Over::default();
            let (body, refused) = self.look(&over).await;
            self.ended = refused || over.is_set() || self.began.elapsed() >= LONGEST;
            let mut events = Vec::new();
            if self.sent.as_ref() != Some(&body) {
                events.extend([b"event: next\ndata: ", &*body, b"\n\n"].concat());
                self.sent = Some(body);
            }
            if self.ended {
                events.extend(b"event: complete\ndata:\n\n");
            } else if events.is_empty() && self.told.elapsed() >= QUIET {
                events.extend(b":\n\n");
            }
            if !events.is_empty() {
                self.told = Instant::now();
                return Some(events);
            }
        }
        None
    }

    /// What is watched, as it stands now for whoever the token makes out now; and whether that was refused.
    async fn look(&self, over: &Over) -> (Vec<u8>, bool) {
        let front = &self.endpoint.front;
        let looked = match (self.asker)().await {
            Ok(asker) => front.look(&self.admitted, &asker, over, &self.id).await,
            Err(refused) => Err(front.refused(refused, &self.id)),
        };
        match looked {
            Ok(response) => (Rendered::response(&response).body, false),
            Err(refused) => (Rendered::refusal(&refused).body, true),
        }
    }
}
