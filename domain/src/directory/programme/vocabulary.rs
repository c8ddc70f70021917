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

    /// As what a school takes part in a programme that has members of more than one kind.
    pub enum ProgrammePart {
        /// At the core of it.
        Core = "core",
        /// Beside the core, in a looser relation.
        Associated = "associated",
    }

    /// What is told of a programme in a number.
    pub enum FigureOf {
        /// Local authorities that took part.
        Authorities = "authorities",
        /// Schools that took part.
        Schools = "schools",
        /// Schools at the core of it.
        CoreSchools = "core_schools",
        /// Schools beside the core.
        AssociatedSchools = "associated_schools",
        /// Networks or communities of schools.
        Networks = "networks",
        /// Schools of one network.
        SchoolsOfNetwork = "schools_of_network",
        /// Partnerships of schools and others.
        Partnerships = "partnerships",
        /// Teachers who took part.
        Teachers = "teachers",
        /// Teachers who study beside their work, in hundredths of a per cent of all who take part.
        PartTime = "part_time",
        /// The regions into which it was divided.
        Regions = "regions",
        /// The themes into which it was divided.
        Themes = "themes",
        /// The phase of its trial that was reached.
        TrialPhase = "trial_phase",
        /// The first years of a career, where one of its networks is for these.
        EarlyYears = "early_years",
        /// The year in which the results were measured that open it to a school.
        MeasuredIn = "measured_in",
    }

    /// How exactly a number is told.
    pub enum FigureSense {
        /// Just so many.
        Exact = "exact",
        /// So many or more.
        AtLeast = "at_least",
        /// More than so many.
        Over = "over",
        /// So many on average.
        Average = "average",
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
        /// As which kind of member is not told, or the programme has none such.
        Part = "part",
        /// The school lies in none of the programme's areas.
        Area = "area",
        /// No plan was successful before.
        Plan = "plan",
        /// A partner is missing.
        Partner = "partner",
        /// The authority has too few schools below the floor.
        Authority = "authority",
        /// All places are taken.
        Cap = "cap",
        /// The region is not known, or has more than its even share of the places already.
        Region = "region",
        /// The lead school is in no upper quartile.
        Lead = "lead",
        /// The person has not the standing.
        Standing = "standing",
        /// An evaluation is not promised.
        Evaluation = "evaluation",
        /// The school that leads, to which the money goes, may be involved and may not be funded.
        LeadUnfunded = "lead_unfunded",
    }
}
