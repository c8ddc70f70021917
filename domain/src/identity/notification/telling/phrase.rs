//! How sentences of one kind are put together.

/// Something of a deployment, told to those around it.
macro_rules! support {
    ($said:literal) => {
        $crate::identity::notification::telling::tell(
            $crate::identity::notification::NotificationTopic::Support,
            concat!($said, ": {home} for {host}, {title}."),
        )
    };
}

/// Something that a title tells from its like.
macro_rules! titled {
    ($topic:expr, $said:literal) => {
        $crate::identity::notification::telling::tell($topic, concat!($said, ": {title}."))
    };
}

pub(super) use support;
pub(super) use titled;
