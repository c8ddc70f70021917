//! Why we say no in every room.

macro_rules! everywhere {
    ($then:ident $(, $rest:ident)*; $($before:tt)*) => {
        $then! {
            $($rest),*; $($before)*

            /// There is nothing here by that id that you may see.
            NotFound = "not_found",
            /// Your role does not allow this here.
            NotAllowed = "not_allowed" from "DOMAIN C.3",
            /// It was changed by somebody else since you read it. Read it again and repeat what you meant to do.
            VersionStale = "version_stale",
            /// This step does not follow from where it stands now.
            StepNotOpen = "step_not_open" from "DOMAIN C.2",
            /// This may not be empty.
            TextEmpty = "text_empty",
            /// This is too long.
            TextTooLong = "text_too_long",
            /// This holds characters that cannot be shown as plain text.
            TextNotPlain = "text_not_plain",
            /// This is not an e-mail address.
            EmailNotValid = "email_not_valid",
            /// A period cannot end before it begins.
            PeriodBackwards = "period_backwards",
            /// This number is outside the range that makes sense here.
            NumberOutOfRange = "number_out_of_range",
            /// Choose at least one.
            ChoiceMissing = "choice_missing",
            /// The same value is given twice.
            ChoiceRepeated = "choice_repeated",
            /// This date has passed.
            DatePassed = "date_passed",
            /// That is too far ahead: three months is the most.
            DateTooFar = "date_too_far",
            /// This rule does not only warn: no reason overrides it.
            NotOverridable = "not_overridable",
        }
    };
}

pub(super) use everywhere;
