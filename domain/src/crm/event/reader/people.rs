//! The people of an event: who sold, and who is at the other side.

use std::collections::BTreeSet;

use super::{MalformedEvent, Reader, clean_text};
use crate::crm::event::{ContactEvent, LeftOut};
use crate::deal::{ContactRole, Owner, Seller};
use crate::form::Email;

/// People that are looked at; more is no deal.
const MOST_SENT: usize = 2000;
/// People that are kept of a deal.
const MOST_CONTACTS: usize = 200;

/// What CRMs call those who decide: the standard values of Salesforce's `OpportunityContactRole.Role` and of HubSpot's
/// `hs_buying_role`, without "other", which says nothing.
const BUYING: [&str; 16] = [
    "blocker",
    "budget holder",
    "budget_holder",
    "business user",
    "champion",
    "decision maker",
    "decision_maker",
    "economic buyer",
    "economic decision maker",
    "end user",
    "end_user",
    "evaluator",
    "executive sponsor",
    "executive_sponsor",
    "influencer",
    "technical buyer",
];

impl Reader {
    /// Who sold. Every address in what is said of him is one of `sellers`, also where it is no address to write to, and
    /// so is his name.
    pub(in crate::crm::event) fn owner(
        &mut self,
        sellers: &mut BTreeSet<Seller>,
    ) -> Result<Option<Owner>, MalformedEvent> {
        let Some(mut owner) = self.object("owner")? else { return Ok(None) };
        let written = owner.name("email")?;
        let email = written.as_deref().and_then(|text| Email::parse_display(text).ok());
        let name = owner.name("name")?;
        let id = owner.identifier("id")?;
        sellers.extend(marks(email.as_ref(), [&written, &name, &id], name.as_deref()));
        let team = owner.name("team")?;
        let known = id.or_else(|| email.as_ref().map(ToString::to_string)).or_else(|| name.clone());
        Ok(known.map(|known| Owner { name: name.unwrap_or_else(|| known.clone()), id: known, email, team }))
    }

    /// The people, each once, and how many were left out. Whoever is called sales is one of `sellers`, though he is
    /// called something else as well or is not kept.
    pub(in crate::crm::event) fn contacts(
        &mut self,
        sellers: &mut BTreeSet<Seller>,
    ) -> Result<(Vec<ContactEvent>, LeftOut), MalformedEvent> {
        let mut contacts: Vec<ContactEvent> = Vec::new();
        let mut left_out = LeftOut::default();
        for mut contact in self.objects("contacts", MOST_SENT, "must be a list of objects")? {
            match contact.contact()? {
                Some((contact, marks)) => {
                    if contact.role == ContactRole::Sales {
                        sellers.extend(marks);
                    }
                    add(&mut contacts, contact);
                }
                None => left_out.unnamed += 1,
            }
        }
        left_out.beyond = contacts.len().saturating_sub(MOST_CONTACTS);
        if left_out.beyond > 0 {
            // Whom nobody asks is missed least.
            contacts.sort_by_key(|contact| {
                (contact.role != ContactRole::Buyer, contact.email.is_none(), !contact.is_primary)
            });
            contacts.truncate(MOST_CONTACTS);
        }
        Ok((contacts, left_out))
    }

    /// The contact that this object is, and by what he is recognised if he sold; none when nothing tells him from others.
    fn contact(&mut self) -> Result<Option<(ContactEvent, Vec<Seller>)>, MalformedEvent> {
        let (written, name, id) = (self.name("email")?, self.name("name")?, self.identifier("external_id")?);
        let email = written.as_deref().and_then(|text| Email::parse_display(text).ok());
        let marks = marks(email.as_ref(), [&written, &name, &None], name.as_deref());
        let address = || email.as_ref().map(ToString::to_string);
        let known = id.or_else(address).or_else(|| name.clone());
        // What is written in the place of an address may be all that is known of somebody.
        let Some(external_id) = known.or_else(|| written.clone()) else { return Ok(None) };
        let role = match self.name("role")?.map(|word| word.to_lowercase()).as_deref() {
            None => ContactRole::Buyer,
            Some(word) if BUYING.contains(&word) => ContactRole::Buyer,
            // Whom the CRM describes in words of its own is not invited by accident.
            Some(word) => ContactRole::from_code(word).unwrap_or(ContactRole::Internal),
        };
        let contact = ContactEvent {
            name: name.or_else(address).unwrap_or_else(|| external_id.clone()),
            external_id,
            title: self.name("title")?,
            role,
            is_primary: self.take("is_primary").and_then(|v| v.as_bool()).unwrap_or(false),
            language: self.name("language")?.map(|tag| clean_text(&tag, 35)),
            email,
        };
        Ok(Some((contact, marks)))
    }
}

/// By what somebody is recognised: every address in what is said of him, and his name.
fn marks(email: Option<&Email>, said: [&Option<String>; 3], name: Option<&str>) -> Vec<Seller> {
    let addresses = said.into_iter().flatten().flat_map(|text| Email::all_in(text));
    let addresses = email.cloned().into_iter().chain(addresses).map(|email| Seller::at(&email));
    addresses.chain(name.and_then(Seller::called)).collect()
}

/// Adds somebody who may be there already, with the same id or the same address: whoever is named as a buyer is one,
/// and whoever has an address can be written to, whatever else is said of him.
fn add(contacts: &mut Vec<ContactEvent>, mut contact: ContactEvent) {
    let Some(first) = contacts.iter().position(|one| is_same(one, &contact)) else {
        contacts.push(contact);
        return;
    };
    let known = || contacts.iter().filter(|one| is_same(one, &contact));
    let is_known_buyer = known().any(|one| one.role == ContactRole::Buyer);
    let address = known().find_map(|one| one.email.clone());
    let is_promoted = contact.role == ContactRole::Buyer && !is_known_buyer;
    let is_reached = contact.email.is_some() && address.is_none();
    if is_promoted || is_reached {
        contacts.retain(|one| !is_same(one, &contact));
        contact.email = contact.email.or(address);
        if is_known_buyer {
            contact.role = ContactRole::Buyer;
        }
        contacts.insert(first, contact);
    }
}

/// Whether two are one person: by the id, or by the address.
fn is_same(one: &ContactEvent, other: &ContactEvent) -> bool {
    one.external_id == other.external_id || (one.email.is_some() && one.email == other.email)
}
