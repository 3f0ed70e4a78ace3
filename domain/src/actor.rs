//! Who acts, and what a role may do.

use serde::{Deserialize, Serialize};

use crate::deal::Seller;
use crate::form::Email;
use crate::id::{InvitationId, UserId};

/// A member's role in one tenant.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sets the tenant up: surveys, rules, connections, team.
    Admin,
    /// Reads every report, and answers meant for leadership of deals that he did not sell himself.
    Leader,
    /// Reads figures, and the answers whose buyers agreed to be named.
    Rep,
    /// Reads figures, never a buyer's words with a name.
    Viewer,
}

/// What a request may need.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// Read the overview and the reports.
    ViewReports,
    /// Read the list of deals and a deal's facts.
    ViewDeals,
    /// Read answers whose buyer chose to be named.
    ViewNamedAnswers,
    /// Read answers that the buyer meant for leadership only.
    ViewLeadershipAnswers,
    /// Change surveys and publish them.
    EditSurveys,
    /// Change competitors and their aliases.
    EditCompetitors,
    /// Change connections to a CRM.
    ManageConnections,
    /// Invite, change and remove members.
    ManageMembers,
    /// Create and change tenants, and see jobs; operators only.
    OperatePlatform,
}

impl Role {
    /// Every role, strongest first.
    pub const ALL: [Self; 4] = [Self::Admin, Self::Leader, Self::Rep, Self::Viewer];

    /// Whether a member with this role may do that.
    #[must_use]
    pub const fn allows(self, permission: Permission) -> bool {
        use Permission as P;
        match permission {
            P::ViewReports | P::ViewDeals => true,
            P::ViewNamedAnswers => matches!(self, Self::Admin | Self::Leader | Self::Rep),
            P::ViewLeadershipAnswers => matches!(self, Self::Admin | Self::Leader),
            P::EditSurveys | P::EditCompetitors | P::ManageConnections | P::ManageMembers => {
                matches!(self, Self::Admin)
            }
            P::OperatePlatform => false,
        }
    }

    /// The word used in rows, in configuration and on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Leader => "leader",
            Self::Rep => "rep",
            Self::Viewer => "viewer",
        }
    }

    /// Reads [`Role::code`] back.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// The word shown to people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::Leader => "Leader",
            Self::Rep => "Sales rep",
            Self::Viewer => "Viewer",
        }
    }
}

impl Permission {
    /// Every permission, in the order of the matrix.
    pub const ALL: [Self; 9] = [
        Self::ViewReports,
        Self::ViewDeals,
        Self::ViewNamedAnswers,
        Self::ViewLeadershipAnswers,
        Self::EditSurveys,
        Self::EditCompetitors,
        Self::ManageConnections,
        Self::ManageMembers,
        Self::OperatePlatform,
    ];

    /// The word used in the matrix and in the list of endpoints.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ViewReports => "view_reports",
            Self::ViewDeals => "view_deals",
            Self::ViewNamedAnswers => "view_named_answers",
            Self::ViewLeadershipAnswers => "view_leadership_answers",
            Self::EditSurveys => "edit_surveys",
            Self::EditCompetitors => "edit_competitors",
            Self::ManageConnections => "manage_connections",
            Self::ManageMembers => "manage_members",
            Self::OperatePlatform => "operate_platform",
        }
    }
}

/// On whose behalf a door is opened.
#[derive(Clone, Eq, PartialEq, Hash, Debug)]
pub enum Actor {
    /// A signed-in member of the tenant.
    Member {
        /// Who.
        user: UserId,
        /// With which rights.
        role: Role,
        /// By what he is recognised where he sold.
        sells_as: Vec<Seller>,
    },
    /// One of us, at the operator console.
    Operator {
        /// Who.
        user: UserId,
    },
    /// A buyer who holds a link; may do nothing but respond to that invitation.
    Buyer {
        /// Which invitation the link was sealed for.
        invitation: InvitationId,
    },
    /// A job, for the tenant of its envelope.
    Worker {
        /// The job's number.
        job: i64,
    },
    /// A CRM, through a verified webhook.
    Webhook,
}

impl Actor {
    /// A signed-in member who has this address and this name now.
    #[must_use]
    pub fn member(user: UserId, role: Role, email: &Email, name: &str) -> Self {
        Self::Member { user, role, sells_as: Seller::marks(email, name) }
    }

    /// By what a member is recognised where he sold: what a buyer means for leadership is not for whoever sold him the
    /// deal, though he leads.
    #[must_use]
    pub fn sells_as(&self) -> &[Seller] {
        match self {
            Self::Member { sells_as, .. } => sells_as,
            Self::Operator { .. } | Self::Buyer { .. } | Self::Worker { .. } | Self::Webhook => &[],
        }
    }

    /// Whether this actor may do that.
    #[must_use]
    pub const fn allows(&self, permission: Permission) -> bool {
        match self {
            Self::Member { role, .. } => role.allows(permission),
            Self::Operator { .. } => matches!(permission, Permission::OperatePlatform),
            Self::Worker { .. } => true,
            Self::Buyer { .. } | Self::Webhook => false,
        }
    }

    /// The kind of actor, for the audit trail.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Member { .. } => "member",
            Self::Operator { .. } => "operator",
            Self::Buyer { .. } => "buyer",
            Self::Worker { .. } => "worker",
            Self::Webhook => "webhook",
        }
    }

    /// Which one of that kind, for the audit trail.
    #[must_use]
    pub fn reference(&self) -> String {
        match self {
            Self::Member { user, .. } | Self::Operator { user } => user.to_string(),
            Self::Buyer { invitation } => invitation.to_string(),
            Self::Worker { job } => job.to_string(),
            Self::Webhook => "webhook".to_owned(),
        }
    }
}
