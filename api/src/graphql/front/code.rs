//! The codes of GraphQL and HTTP errors: one closed list, shown in `extensions.code` and in problem documents.

use actix_web::http::StatusCode;

domain::words! {
    /// Why a request as a whole, or one field of it, could not be answered. What a rule refuses is told in
    /// `userErrors` instead.
    pub enum Code {
        /// The body or the query string is not a GraphQL request: broken JSON, a parameter of the wrong kind, a
        /// parameter given twice.
        BadRequest = "bad_request",
        /// GraphQL is asked by POST, or by GET for queries. Nothing else.
        MethodNotAllowed = "method_not_allowed",
        /// Lateral answers in application/graphql-response+json or application/json; the Accept header takes neither.
        NotAcceptable = "not_acceptable",
        /// The body must be application/json in UTF-8, not compressed.
        UnsupportedMediaType = "unsupported_media_type",
        /// The body is larger than Lateral reads.
        BodyTooLarge = "body_too_large",
        /// The body did not arrive in time.
        BodyTooSlow = "body_too_slow",
        /// The JSON is nested deeper than Lateral reads.
        JsonTooDeep = "json_too_deep",
        /// Several operations in one request body are not accepted. Send them one by one.
        BatchingNotSupported = "batching_not_supported",
        /// Persisted queries are not offered. Send the whole query.
        PersistedQueryNotSupported = "persisted_query_not_supported",

        /// The query is longer than Lateral reads.
        QueryTooLong = "query_too_long",
        /// The query has more words and signs than Lateral reads.
        TooManyTokens = "too_many_tokens",
        /// Brackets, or fragments within fragments, are nested too deeply.
        NestedTooDeeply = "nested_too_deeply",
        /// The query is not GraphQL.
        GraphqlParseFailed = "graphql_parse_failed",
        /// The query does not fit the schema.
        GraphqlValidationFailed = "graphql_validation_failed",
        /// The operation that the request names is not in the document, or it names none of several.
        OperationResolutionFailure = "operation_resolution_failure",
        /// A value does not have the type that its variable or argument asks for.
        BadUserInput = "bad_user_input",

        /// The document holds too many operations.
        TooManyOperations = "too_many_operations",
        /// The document holds too many fragments.
        TooManyFragments = "too_many_fragments",
        /// The operation declares too many variables.
        TooManyVariables = "too_many_variables",
        /// One place of the document carries too many directives.
        TooManyDirectives = "too_many_directives",
        /// With its fragments written out, the operation selects too much.
        TooManySelections = "too_many_selections",
        /// The operation asks too many fields of the root.
        TooManyRootFields = "too_many_root_fields",
        /// The document makes too many changes at once.
        TooManyMutations = "too_many_mutations",
        /// The same field is asked too often in one place.
        NameRepeatedTooOften = "name_repeated_too_often",
        /// Fields are nested too deeply.
        TooDeep = "too_deep",
        /// The answer could hold too many records. Ask for smaller pages.
        TooManyNodes = "too_many_nodes",
        /// The operation would cost too much. Ask for less, or for smaller pages.
        TooCostly = "too_costly",
        /// The variables are too large for the number of places in which they are used.
        VariablesTooLarge = "variables_too_large",
        /// A page has fewer items than one, or more than Lateral gives at once.
        PageSizeOutOfRange = "page_size_out_of_range",
        /// A shortlist has fewer candidates than one, or more than Lateral gives at once.
        ShortlistSizeOutOfRange = "shortlist_size_out_of_range",
        /// More ids are looked up at once than Lateral takes.
        TooManyIds = "too_many_ids",
        /// The question about the schema goes round too often. The standard introspection query is always accepted.
        IntrospectionTooCostly = "introspection_too_costly",
        /// The schema is not shown to this caller. Sign in to see it.
        IntrospectionNotAllowed = "introspection_not_allowed",

        /// Who is asking could not be made out: the token is missing, wrong or has run out. Sign in again.
        Unauthenticated = "unauthenticated",
        /// The caller may not do this.
        Forbidden = "forbidden",
        /// The page from which the request comes is not on the list of allowed origins.
        OriginNotAllowed = "origin_not_allowed",
        /// Too many requests in too short a time. Wait as long as Retry-After says.
        RateLimited = "rate_limited",
        /// There is nothing at this address.
        NotFound = "not_found",

        /// An Idempotency-Key needs a document with exactly one mutation field, and 1 to 255 visible characters.
        IdempotencyKeyNotUsable = "idempotency_key_not_usable",
        /// This key was used before for another document or other variables.
        IdempotencyKeyReused = "idempotency_key_reused",
        /// The first request with this key is still being worked on. Ask again in a moment.
        IdempotencyInProgress = "idempotency_in_progress",

        /// It took too long and was given up.
        DeadlineExceeded = "deadline_exceeded",
        /// The service is not able to answer just now. Try again later.
        Unavailable = "unavailable",
        /// Something broke on our side. It has been noted under the request id.
        InternalServerError = "internal_server_error",
    }
}

impl Code {
    /// The status of an answer that carries nothing but this error.
    pub const fn status(self) -> StatusCode {
        match self {
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::BodyTooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden | Self::OriginNotAllowed => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::IdempotencyKeyReused => StatusCode::UNPROCESSABLE_ENTITY,
            Self::IdempotencyInProgress => StatusCode::CONFLICT,
            Self::DeadlineExceeded | Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::InternalServerError => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    /// Whether the request was well formed and its document is at fault. Clients of `application/json` get 200 then,
    /// as GraphQL over HTTP asks.
    pub const fn is_of_document(self) -> bool {
        matches!(
            self,
            Self::QueryTooLong
                | Self::TooManyTokens
                | Self::NestedTooDeeply
                | Self::GraphqlParseFailed
                | Self::GraphqlValidationFailed
                | Self::OperationResolutionFailure
                | Self::BadUserInput
                | Self::TooManyOperations
                | Self::TooManyFragments
                | Self::TooManyVariables
                | Self::TooManyDirectives
                | Self::TooManySelections
                | Self::TooManyRootFields
                | Self::TooManyMutations
                | Self::NameRepeatedTooOften
                | Self::TooDeep
                | Self::TooManyNodes
                | Self::TooCostly
                | Self::VariablesTooLarge
                | Self::IntrospectionTooCostly
                | Self::IntrospectionNotAllowed
        )
    }

    /// Whether the document could be read but not accepted: the draft of GraphQL over HTTP answers 422 to these.
    pub const fn is_unprocessable(self) -> bool {
        self.is_of_document() && !matches!(self, Self::QueryTooLong | Self::TooManyTokens | Self::GraphqlParseFailed)
    }
}
