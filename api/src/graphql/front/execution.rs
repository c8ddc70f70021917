//! The one place that leans on the hidden parts of async-graphql: it runs a checked operation without checking it again
//! (docs/decisions/0021 says why and with what gain).

use std::borrow::Cow;
use std::sync::{Arc, Mutex};

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, Extensions, NextExecute, NextPrepareRequest,
};
use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, OperationType, SelectionSet};
use async_graphql::resolver_utils::{resolve_container, resolve_container_serial};
use async_graphql::{
    ContainerType, Context, Data, EmptyMutation, EmptySubscription, IntrospectionMode, Object, ObjectType, Positioned,
    QueryEnv, QueryEnvInner, Request, Response, Schema, SchemaBuilder, SchemaEnv, ServerError, ServerResult,
    SubscriptionType, Variables,
};

use crate::graphql::front::Operation;
use crate::graphql::front::shape::Shape;

/// The schema, ready to check documents and to run operations.
pub struct Engine<Q, M, L> {
    schema: Schema<Q, M, L>,
    query: Q,
    mutation: M,
    live: L,
    shape: Shape,
    env: SchemaEnv,
    /// No extensions: with any, every field would take a slower path.
    bare: Extensions,
    session: Arc<Data>,
}

impl<Q, M, L> Engine<Q, M, L>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    L: ContainerType + SubscriptionType + 'static,
{
    /// Makes the schema. The roots come twice: the library keeps its own to itself.
    pub async fn of(builder: SchemaBuilder<Q, M, L>, (query, mutation, live): (Q, M, L)) -> Self {
        let environment = Caught::default();
        // The library looks deeper than we allow (`Limits::nesting`), so that the limit that speaks is always ours.
        let schema = builder.limit_recursive_depth(256).extension(Watch(environment.clone())).finish();
        schema.execute(Request::new("{ __typename }").data(CheckOnly)).await;
        let env = environment.0.lock().unwrap_or_else(|broken| broken.into_inner()).take();
        let shape = Shape::read(&schema.sdl()).expect("the library reads the schema that it printed");
        Self {
            schema,
            query,
            mutation,
            live,
            shape,
            env: env.expect("every request is shown to the extension"),
            bare: no_extensions().await,
            session: Arc::default(),
        }
    }

    /// The schema's types.
    pub const fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Checks a document against the schema, without running it and without variables. `operation` names any one of
    /// several operations; all are checked.
    pub async fn check(&self, document: &ExecutableDocument, operation: Option<&str>) -> Result<(), Vec<ServerError>> {
        let response = self.schema.execute(request(document, operation).data(CheckOnly)).await;
        if response.errors.is_empty() { Ok(()) } else { Err(response.errors) }
    }

    /// What an operation of a checked document selects, with coerced variables.
    pub fn selection<'a>(&self, operation: &'a Operation, variables: &Variables) -> Cow<'a, Positioned<SelectionSet>> {
        match operation.replanned(&self.shape, variables) {
            Some(replanned) => Cow::Owned(replanned),
            None => Cow::Borrowed(operation.planned()),
        }
    }

    /// Runs a selection of an operation, or a part of it, with coerced variables.
    pub async fn run(
        &self,
        operation: &Operation,
        ty: OperationType,
        selection: &Positioned<SelectionSet>,
        variables: Variables,
        data: Data,
    ) -> Response {
        let env = QueryEnv::new(QueryEnvInner {
            extensions: self.bare.clone(),
            variables,
            operation_name: operation.name.clone(),
            // The plan is lent beside it; here the library looks up the variables only.
            operation: Positioned::new(
                OperationDefinition {
                    ty,
                    variable_definitions: operation.variables.clone(),
                    directives: Vec::new(),
                    selection_set: Positioned::new(SelectionSet::default(), selection.pos),
                },
                selection.pos,
            ),
            fragments: Default::default(),
            uploads: Vec::new(),
            session_data: Arc::clone(&self.session),
            query_data: Arc::new(data),
            http_headers: Default::default(),
            introspection_mode: IntrospectionMode::Disabled,
            errors: Mutex::default(),
        });
        let resolved = self.resolve(&env, ty, selection).await;
        let mut errors = std::mem::take(&mut *env.errors.lock().unwrap_or_else(|broken| broken.into_inner()));
        let mut response = match resolved {
            Ok(value) => Response::new(value),
            Err(error) => {
                errors.insert(0, error);
                Response::default()
            }
        };
        response.errors = errors;
        response
    }

    async fn resolve(
        &self,
        env: &QueryEnv,
        ty: OperationType,
        selection: &Positioned<SelectionSet>,
    ) -> ServerResult<async_graphql::Value> {
        let context = env.create_context(&self.env, None, selection, None);
        match ty {
            OperationType::Mutation => resolve_container_serial(&context, &self.mutation).await,
            // One look at what is watched.
            OperationType::Subscription => resolve_container(&context, &self.live).await,
            OperationType::Query => resolve_container(&context, &self.query).await,
        }
    }

    /// Runs an operation that asks about the schema; to whom the schema is not shown, no type has a name.
    pub async fn introspect(&self, operation: &Operation, variables: Variables, data: Data, shown: bool) -> Response {
        let mut request = request(operation.source(), operation.name.as_deref()).variables(variables);
        request.data = data;
        self.schema.execute(if shown { request } else { request.disable_introspection() }).await
    }
}

fn request(document: &ExecutableDocument, operation: Option<&str>) -> Request {
    let mut request = Request::new(String::new());
    request.set_parsed_query(document.clone());
    match operation {
        Some(name) => request.operation_name(name),
        None => request,
    }
}

/// Marks a request that is checked and not run.
struct CheckOnly;

/// The environment of the schema, caught when the first request passes.
#[derive(Clone, Default)]
struct Caught(Arc<Mutex<Option<SchemaEnv>>>);

struct Watch(Caught);

impl ExtensionFactory for Watch {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self(self.0.clone()))
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for Watch {
    async fn prepare_request(
        &self,
        ctx: &ExtensionContext<'_>,
        request: Request,
        next: NextPrepareRequest<'_>,
    ) -> ServerResult<Request> {
        self.0.0.lock().unwrap_or_else(|broken| broken.into_inner()).get_or_insert_with(|| ctx.schema_env.clone());
        next.run(ctx, request).await
    }

    async fn execute(&self, ctx: &ExtensionContext<'_>, operation: Option<&str>, next: NextExecute<'_>) -> Response {
        if ctx.data_opt::<CheckOnly>().is_some() { Response::default() } else { next.run(ctx, operation).await }
    }
}

/// A schema of one field that hands out its extensions, which are none: the library makes them for itself only.
struct Bare(Arc<Mutex<Option<Extensions>>>);

#[Object]
impl Bare {
    async fn catch(&self, ctx: &Context<'_>) -> bool {
        *self.0.lock().unwrap_or_else(|broken| broken.into_inner()) = Some(ctx.query_env.extensions.clone());
        true
    }
}

async fn no_extensions() -> Extensions {
    let caught = Arc::default();
    Schema::new(Bare(Arc::clone(&caught)), EmptyMutation, EmptySubscription).execute("{ catch }").await;
    let none = caught.lock().unwrap_or_else(|broken| broken.into_inner()).take();
    none.expect("the only field was resolved")
}
