//! The words of national programmes.

use crate::words;

words! {
    /// Who takes part in a national programme.
    pub enum ProgrammeMember {
        /// A school.
        School = "school",
        /// A network of schools.
        Network = "network",
        /// A local authority.
        Authority = "authority",
        /// A partnership of schools and others.
        Partnership = "partnership",
        /// A person.
        Person = "person",
    }

    /// For what a programme pays.
    pub enum FundingStage {
        /// For planning.
        Planning = "planning",
        /// For a year of work.
        Running = "running",
        /// For a longer time of somebody's work.
        Extended = "extended",
    }

    /// What a programme's work is about, where the money depends on it.
    pub enum ProgrammeFocus {
        /// Maths.
        Maths = "maths",
        /// Anything else.
        Other = "other",
    }

    /// Partners who are not schools.
    pub enum Partner {
        /// A local authority.
        Authority = "authority",
        /// A university.
        University = "university",
        /// A subject association.
        SubjectAssociation = "subject_association",
        /// Creative and cultural people.
        Creative = "creative",
    }

    /// Of what a programme has only so many.
    pub enum CapScope {
        /// Schools or networks of one authority.
        Authority = "authority",
        /// Places for one theme in one region.
        Place = "place",
        /// All of it.
        Programme = "programme",
    }

    /// What a person must be to take part in a programme.
    pub enum Standing {
        /// An advanced skills teacher.
        AdvancedSkillsTeacher = "advanced_skills_teacher",
        /// A qualified teacher who is registered with the General Teaching Council.
        RegisteredTeacher = "registered_teacher",
        /// Somebody with the interest or the role that a network is for.
        Interest = "interest",
        /// A lead practitioner of an affiliated school.
        LeadPractitioner = "lead_practitioner",
    }

    /// What stands against taking part in a programme.
    pub enum Shortfall {
        /// It is for others.
        Member = "member",
        /// There are too few schools.
        TooFewSchools = "too_few_schools",
        /// A school's phase may not be involved.
        Phase = "phase",
        /// None of the schools may be funded.
        NobodyFunded = "nobody_funded",
        /// A partner is missing.
        Partner = "partner",
        /// The authority has too few schools below the floor.
        Authority = "authority",
        /// All places are taken.
        Cap = "cap",
        /// The lead school is in no upper quartile.
        Lead = "lead",
        /// The person has not the standing.
        Standing = "standing",
        /// An evaluation is not promised.
        Evaluation = "evaluation",
    }
}
