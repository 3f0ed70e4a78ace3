//! The four sample tenants: two in the pool, two with a schema of their own, and all in one market.

use domain::taxonomy::Theme;
use domain::tenant::Tier;

use super::story::Cast;

/// A sample tenant and the people in it.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    pub(super) slug: &'static str,
    pub(super) name: &'static str,
    pub(super) tier: Tier,
    pub(super) admin: &'static str,
    pub(super) leader: &'static str,
    pub(super) viewer: &'static str,
    pub(super) cast: Cast,
}

/// In the order in which they are shown.
pub(super) const ALL: &[Sample] = &[
    Sample {
        slug: "northwind",
        name: "Northwind Software",
        tier: Tier::Pool,
        admin: "Hannah Meyer",
        leader: "Marcus Lind",
        viewer: "Petra Holm",
        cast: Cast {
            seed: 1101,
            rising: "Halden Systems",
            rivals: &["Salesforce", "HubSpot", "Corvid Analytics", "Meridian Cloud"],
            falling: Theme::Integrations,
            weak: Theme::Implementation,
            reps: &[
                ("rep-01", "Ada Quist", "North"),
                ("rep-02", "Ben Okafor", "North"),
                ("rep-03", "Clara Novak", "North"),
                ("rep-04", "David Stein", "South"),
                ("rep-05", "Erika Lund", "South"),
                ("rep-06", "Felix Moreau", "South"),
            ],
            mail_domain: "northwind.example",
        },
    },
    Sample {
        slug: "corvid",
        name: "Corvid Analytics",
        tier: Tier::Pool,
        admin: "Nina Brandt",
        leader: "Oscar Leone",
        viewer: "Paula Reyes",
        cast: Cast {
            seed: 2202,
            rising: "Northwind Software",
            rivals: &["Salesforce", "Meridian Cloud", "Halden Systems", "Pipedrive"],
            falling: Theme::Reliability,
            weak: Theme::Support,
            reps: &[
                ("rep-11", "Gita Rao", "East"),
                ("rep-12", "Henrik Vos", "East"),
                ("rep-13", "Irene Costa", "East"),
                ("rep-14", "Jamal Reed", "West"),
                ("rep-15", "Katya Orlov", "West"),
                ("rep-16", "Luca Ferri", "West"),
            ],
            mail_domain: "corvid.example",
        },
    },
    Sample {
        slug: "halden",
        name: "Halden Systems",
        tier: Tier::Silo,
        admin: "Sven Halden",
        leader: "Tara Whitfield",
        viewer: "Ulrik Dahl",
        cast: Cast {
            seed: 3303,
            rising: "Meridian Cloud",
            rivals: &["Northwind Software", "Salesforce", "Corvid Analytics", "Oracle"],
            falling: Theme::Usability,
            weak: Theme::Pricing,
            reps: &[
                ("rep-21", "Mira Solberg", "Nordics"),
                ("rep-22", "Nils Aker", "Nordics"),
                ("rep-23", "Oona Virta", "Nordics"),
                ("rep-24", "Pablo Ruiz", "Global"),
                ("rep-25", "Rhea Kapoor", "Global"),
                ("rep-26", "Stefan Braun", "Global"),
            ],
            mail_domain: "halden.example",
        },
    },
    Sample {
        slug: "meridian",
        name: "Meridian Cloud",
        tier: Tier::Silo,
        admin: "Vera Castellan",
        leader: "Walter Njoroge",
        viewer: "Xenia Popov",
        cast: Cast {
            seed: 4404,
            rising: "Salesforce",
            rivals: &["Halden Systems", "Northwind Software", "Corvid Analytics", "Zoho"],
            falling: Theme::Security,
            weak: Theme::SalesExperience,
            reps: &[
                ("rep-31", "Teo Martins", "Key accounts"),
                ("rep-32", "Ursula Beck", "Key accounts"),
                ("rep-33", "Vikram Shah", "Key accounts"),
                ("rep-34", "Wendy Cho", "Growth"),
                ("rep-35", "Yara Aziz", "Growth"),
                ("rep-36", "Zoltan Kiss", "Growth"),
            ],
            mail_domain: "meridian.example",
        },
    },
];
