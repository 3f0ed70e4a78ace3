//! The names and sentences that the sample tenants' stories are made of.

use domain::taxonomy::Theme;

/// Beginnings of companies' names; with [`TRADES`] they make enough for every deal.
pub(super) const COMPANIES: &[&str] = &[
    "Alder",
    "Amber",
    "Anchor",
    "Arbor",
    "Argent",
    "Aspen",
    "Atlas",
    "Aurora",
    "Basalt",
    "Beacon",
    "Birch",
    "Bluewater",
    "Boreal",
    "Bramble",
    "Brightwell",
    "Cairn",
    "Calder",
    "Canyon",
    "Cedar",
    "Cinder",
    "Cobalt",
    "Compass",
    "Copper",
    "Crescent",
    "Delta",
    "Driftwood",
    "Eastgate",
    "Elm",
    "Ember",
    "Evergreen",
    "Falcon",
    "Fenwick",
    "Fjord",
    "Flint",
    "Foundry",
    "Garnet",
    "Glacier",
    "Granite",
    "Harbour",
    "Hawthorn",
    "Hazel",
    "Highland",
    "Horizon",
    "Indigo",
    "Ironbridge",
    "Juniper",
    "Keystone",
    "Kingfisher",
    "Lakeside",
    "Lantern",
    "Larch",
    "Linden",
    "Lodestar",
    "Maple",
    "Marble",
    "Meadow",
    "Mistral",
    "Northgate",
    "Oakfield",
    "Onyx",
    "Orchard",
    "Osprey",
    "Pinnacle",
    "Quarry",
    "Redwood",
    "Ridge",
    "Rowan",
    "Saffron",
    "Sequoia",
    "Silver",
    "Slate",
    "Solstice",
    "Spruce",
    "Sterling",
    "Summit",
    "Tamarack",
    "Thistle",
    "Timber",
    "Umber",
    "Vale",
    "Verdant",
    "Walnut",
    "Westbrook",
    "Willow",
    "Zephyr",
];

/// What the companies do, with the industry as a CRM would say it.
pub(super) const TRADES: &[(&str, &str)] = &[
    ("Logistics", "Logistics"),
    ("Health", "Healthcare"),
    ("Insurance", "Insurance"),
    ("Foods", "Consumer goods"),
    ("Energy", "Energy"),
    ("Retail Group", "Retail"),
    ("Bank", "Financial services"),
    ("Robotics", "Manufacturing"),
    ("Media", "Media"),
    ("Travel", "Travel"),
    ("Pharma", "Life sciences"),
    ("Telecom", "Telecommunications"),
];

/// What is bought.
pub(super) const PROJECTS: &[&str] = &[
    "platform roll-out",
    "sales analytics",
    "forecasting",
    "revenue reporting",
    "team expansion",
    "replacement of spreadsheets",
    "pilot for two regions",
    "renewal and extension",
];

/// First names of buyers.
pub(super) const FIRST_NAMES: &[&str] = &[
    "Aisha", "Anders", "Beatriz", "Bjorn", "Carmen", "Chen", "Chloe", "Daniel", "Divya", "Elena", "Emeka",
    "Farid", "Fiona", "Grace", "Hannah", "Hiro", "Ines", "Ivan", "Jonas", "Julia", "Kofi", "Laila", "Lars",
    "Lucia", "Maya", "Mateo", "Nadia", "Noah", "Olga", "Omar", "Priya", "Quentin", "Rosa", "Samir", "Sofia",
    "Tomas", "Uma", "Viktor", "Wanda", "Yusuf",
];

/// Last names of buyers.
pub(super) const LAST_NAMES: &[&str] = &[
    "Abe", "Almeida", "Bauer", "Becker", "Castro", "Chandra", "Costa", "Dahl", "Diallo", "Eriksen",
    "Fischer", "Fontaine", "Garcia", "Haddad", "Hughes", "Ibrahim", "Jansen", "Kaya", "Kimura", "Kovacs",
    "Larsen", "Lopez", "Marin", "Meyer", "Nakamura", "Novak", "Okafor", "Olsen", "Patel", "Petrov", "Quist",
    "Rossi", "Sato", "Schmidt", "Silva", "Tanaka", "Torres", "Vidal", "Weber", "Zhang",
];

/// Job titles of buyers, the one who decides first.
pub(super) const TITLES: &[&str] = &[
    "VP Sales",
    "CIO",
    "Head of Revenue Operations",
    "CFO",
    "Director of IT",
    "Head of Procurement",
    "Sales Operations Manager",
    "COO",
];

/// What buyers write when a theme spoke against us.
pub(super) const fn against(theme: Theme) -> &'static [&'static str] {
    match theme {
        Theme::Pricing => &[
            "The price per seat was well above our budget and the discount came too late.",
            "We could not justify the total cost over three years to our CFO.",
            "Your pricing model punishes growth; every new rep would have cost us more.",
            "The other quote was a third lower for the same scope.",
            "The contract terms were rigid, and the price increase at renewal scared us.",
        ],
        Theme::ProductFit => &[
            "Key features for our channel business were missing.",
            "The product does not support our quoting process, we would have needed workarounds.",
            "Functionality for forecasting by territory was not there yet.",
            "It felt built for another kind of company than ours.",
        ],
        Theme::Usability => &[
            "Our reps found the interface clunky and hard to learn.",
            "Too many clicks for simple things; adoption would have been a fight.",
            "The navigation was confusing in the trial, people gave up.",
        ],
        Theme::Integrations => &[
            "The integration with our ERP would have been a project of its own.",
            "The connector to our data warehouse was not finished.",
            "We needed a two-way sync with our CRM and your API could not do it.",
            "Connecting it to our identity provider and billing took too much custom work.",
        ],
        Theme::Implementation => &[
            "Your implementation plan was six months, we needed to be live in the quarter.",
            "Onboarding looked heavy and we did not have people for the migration.",
            "The rollout depended on a partner we did not know.",
        ],
        Theme::Support => &[
            "Support answered slowly during the trial, which worried us.",
            "There was no support in our time zone.",
            "We heard from a reference that tickets stay open for weeks.",
        ],
        Theme::Security => &[
            "Our security review found gaps; single sign-on was an add-on and there was no audit log.",
            "Data residency in our region could not be confirmed in time.",
            "Legal would not accept the data protection terms.",
        ],
        Theme::Reliability => &[
            "We saw two outages during the trial.",
            "Reports were slow and sometimes timed out with our data volume.",
            "The uptime history did not convince our operations team.",
        ],
        Theme::SalesExperience => &[
            "The demo was generic and did not answer our questions.",
            "We had three different account executives in two months.",
            "Follow-up from your sales team was slow and we felt pushed at the end of the quarter.",
        ],
        Theme::VendorTrust => &[
            "We were not sure that a company of your size would be around in five years.",
            "You had few references in our industry.",
            "The roadmap promises sounded vague to our board.",
        ],
        Theme::Incumbent => &[
            "In the end staying with our current vendor was the smaller risk.",
            "Our existing supplier matched the offer and we were already using it.",
            "Switching costs from the system we have were too high.",
        ],
        Theme::Timing => &[
            "Budget was frozen until next year.",
            "Other priorities came first, we postponed the project.",
            "The sponsor left and the timing was no longer right.",
        ],
    }
}

/// What buyers write when a theme spoke for us.
pub(super) const fn for_us(theme: Theme) -> &'static [&'static str] {
    match theme {
        Theme::Pricing => {
            &["Fair price and clear terms, no surprises.", "Good value for money compared with the rest."]
        }
        Theme::ProductFit => &[
            "It did what our process needs from the first day.",
            "The features fit how our teams really sell.",
        ],
        Theme::Usability => {
            &["Our reps liked it at once, it is easy to use.", "The interface is clean and quick to learn."]
        }
        Theme::Integrations => &[
            "The integration with our CRM worked in an afternoon.",
            "Your API saved us a project, the connector just worked.",
        ],
        Theme::Implementation => {
            &["The rollout plan was realistic and fast.", "Onboarding was well organised."]
        }
        Theme::Support => {
            &["Support was excellent and responsive during the trial.", "Your support team really helped us."]
        }
        Theme::Security => &[
            "You passed our security review without discussion.",
            "Single sign-on and the audit log were there.",
        ],
        Theme::Reliability => {
            &["It was fast and stable with our data.", "No outage in three months of trial."]
        }
        Theme::SalesExperience => &[
            "The account executive understood our business and was honest about gaps.",
            "Great demo with our own data.",
        ],
        Theme::VendorTrust => {
            &["The references in our industry convinced us.", "We trust the team and the roadmap."]
        }
        Theme::Incumbent => {
            &["Our current vendor had stopped listening.", "Leaving the old system was overdue."]
        }
        Theme::Timing => {
            &["You came at the right moment for our planning.", "We could start before the new fiscal year."]
        }
    }
}
