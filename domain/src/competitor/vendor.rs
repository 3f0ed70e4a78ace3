//! Well-known vendors and how people abbreviate them: the seed of a new tenant's competitor list.
//!
//! Written by us from public names. Never fed from tenants: who is compared with whom is their secret.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::name::normalize;
use super::similarity::is_slip;

/// A vendor's name and its other names.
pub type Vendor = (&'static str, &'static [&'static str]);

/// Where each vendor stands, by normalised name without spaces; a name of one's own wins over another's alias.
static BY_NAME: LazyLock<HashMap<String, usize>> = LazyLock::new(|| {
    let mut names = HashMap::new();
    for (at, norm) in NORMS.iter() {
        names.entry(norm.replace(' ', "")).or_insert(*at);
    }
    names
});

/// All normalised names and whose they are: the vendors' own first.
static NORMS: LazyLock<Vec<(usize, String)>> = LazyLock::new(|| {
    let all = || WELL_KNOWN.iter().enumerate();
    let own = all().map(|(at, (name, _))| (at, *name));
    let other = all().flat_map(|(at, (_, aliases))| aliases.iter().map(move |alias| (at, *alias)));
    own.chain(other).map(|(at, written)| (at, normalize(written))).collect()
});

/// The well-known vendor of that name, which may have a slip of the pen: whoever is misspelt first is himself as well.
pub fn famous(raw: &str) -> Option<Vendor> {
    let normal = normalize(raw);
    if let Some(vendor) = exactly(&normal) {
        return Some(vendor);
    }
    let mut meant = NORMS.iter().filter(|(_, name)| is_slip(&normal, name)).map(|(at, _)| *at);
    let one = meant.next()?;
    meant.all(|other| other == one).then(|| WELL_KNOWN[one])
}

/// The well-known vendor with exactly this normalised name.
pub(super) fn exactly(normal: &str) -> Option<Vendor> {
    BY_NAME.get(&normal.replace(' ', "")).map(|at| WELL_KNOWN[*at])
}

/// Well-known vendors, each with its other names.
pub fn well_known() -> &'static [Vendor] {
    WELL_KNOWN
}

const WELL_KNOWN: &[Vendor] = &[
    ("Salesforce", &["SFDC", "SF", "Salesforce.com", "Sales Cloud", "Salesforce Sales Cloud", "Sales force"]),
    ("HubSpot", &["HubSpot CRM", "Hub Spot", "HubSpot Sales Hub"]),
    (
        "Microsoft Dynamics 365",
        &["Dynamics", "Dynamics 365", "MS Dynamics", "Microsoft Dynamics", "D365", "Dynamics CRM"],
    ),
    ("Oracle", &["Oracle CX", "Oracle Fusion", "Oracle Cloud"]),
    ("SAP", &["SAP SE", "SAP CRM", "SAP Sales Cloud", "S/4HANA"]),
    ("Zoho", &["Zoho CRM", "Zoho One"]),
    ("Pipedrive", &["Pipe Drive"]),
    ("Freshworks", &["Freshsales", "Fresh Works", "Freshworks CRM"]),
    ("SugarCRM", &["Sugar", "Sugar CRM"]),
    ("Insightly", &[]),
    ("Copper", &["Copper CRM"]),
    ("Close", &["Close CRM", "Close.io"]),
    ("Zendesk", &["Zendesk Sell", "Zendesk Support"]),
    ("Freshdesk", &["Fresh Desk"]),
    ("Intercom", &[]),
    ("Help Scout", &["HelpScout"]),
    ("Front", &["Front App", "FrontApp"]),
    ("Gorgias", &[]),
    ("Kustomer", &[]),
    ("Gladly", &[]),
    ("ServiceNow", &["Service Now", "SNOW"]),
    ("Jira Service Management", &["JSM", "Jira Service Desk"]),
    ("Atlassian", &["Jira", "Confluence"]),
    ("Monday.com", &["Monday", "monday sales CRM"]),
    ("Asana", &[]),
    ("ClickUp", &["Click Up"]),
    ("Smartsheet", &["Smart Sheet"]),
    ("Wrike", &[]),
    ("Notion", &["Notion Labs"]),
    ("Airtable", &["Air Table"]),
    ("Coda", &[]),
    ("Trello", &[]),
    ("Basecamp", &[]),
    ("Linear", &[]),
    ("Slack", &[]),
    ("Microsoft Teams", &["MS Teams"]),
    ("Zoom", &["Zoom Video"]),
    ("Google Workspace", &["G Suite", "GSuite", "Google Apps"]),
    ("Microsoft", &["MSFT", "MS"]),
    ("Google", &["Google Cloud", "GCP"]),
    ("Amazon Web Services", &["AWS", "Amazon"]),
    ("Microsoft Azure", &["Azure"]),
    ("Snowflake", &[]),
    ("Databricks", &[]),
    ("BigQuery", &["Google BigQuery"]),
    ("Redshift", &["Amazon Redshift"]),
    ("Tableau", &[]),
    ("Power BI", &["PowerBI", "Microsoft Power BI"]),
    ("Looker", &[]),
    ("Qlik", &["QlikView", "Qlik Sense"]),
    ("Domo", &[]),
    ("Sisense", &[]),
    ("ThoughtSpot", &["Thought Spot"]),
    ("Metabase", &[]),
    ("Mode", &["Mode Analytics"]),
    ("Sigma", &["Sigma Computing"]),
    ("Alteryx", &[]),
    ("dbt", &["dbt Labs"]),
    ("Fivetran", &["Five Tran"]),
    ("Talend", &[]),
    ("Informatica", &[]),
    ("MuleSoft", &["Mule Soft"]),
    ("Boomi", &["Dell Boomi"]),
    ("Workato", &[]),
    ("Zapier", &[]),
    ("Celigo", &[]),
    ("Segment", &["Twilio Segment"]),
    ("Twilio", &[]),
    ("Amplitude", &[]),
    ("Mixpanel", &["Mix Panel"]),
    ("Heap", &["Heap Analytics"]),
    ("Pendo", &[]),
    ("FullStory", &["Full Story"]),
    ("Hotjar", &[]),
    ("Google Analytics", &["GA4"]),
    ("Adobe", &["Adobe Experience Cloud"]),
    ("Marketo", &["Adobe Marketo"]),
    ("Pardot", &["Marketing Cloud Account Engagement"]),
    ("Eloqua", &["Oracle Eloqua"]),
    ("Mailchimp", &["Mail Chimp"]),
    ("Klaviyo", &[]),
    ("Braze", &[]),
    ("Iterable", &[]),
    ("Customer.io", &[]),
    ("ActiveCampaign", &["Active Campaign"]),
    ("Gong", &["Gong.io"]),
    ("Chorus", &["Chorus.ai"]),
    ("Clari", &[]),
    ("Outreach", &["Outreach.io"]),
    ("Salesloft", &["Sales Loft"]),
    ("Apollo", &["Apollo.io"]),
    ("ZoomInfo", &["Zoom Info"]),
    ("Clearbit", &[]),
    ("Lusha", &[]),
    ("Cognism", &[]),
    ("LinkedIn Sales Navigator", &["Sales Navigator", "LinkedIn"]),
    ("6sense", &["Six Sense"]),
    ("Demandbase", &["Demand Base"]),
    ("Drift", &[]),
    ("Qualified", &[]),
    ("Highspot", &["High Spot"]),
    ("Seismic", &[]),
    ("Showpad", &["Show Pad"]),
    ("Klue", &[]),
    ("Crayon", &[]),
    ("Kompyte", &[]),
    ("Clozd", &[]),
    ("Workday", &["Work Day", "Workday HCM"]),
    ("UKG", &["Ultimate Software", "Kronos"]),
    ("ADP", &["ADP Workforce Now"]),
    ("BambooHR", &["Bamboo HR", "Bamboo"]),
    ("Rippling", &[]),
    ("Gusto", &[]),
    ("Deel", &[]),
    ("Personio", &[]),
    ("HiBob", &["Hi Bob", "Bob HR"]),
    ("Paycom", &[]),
    ("Paylocity", &[]),
    ("Ceridian", &["Dayforce"]),
    ("SuccessFactors", &["SAP SuccessFactors"]),
    ("Greenhouse", &["Greenhouse Software"]),
    ("Lever", &[]),
    ("Workable", &[]),
    ("iCIMS", &[]),
    ("Lattice", &[]),
    ("Culture Amp", &["CultureAmp"]),
    ("15Five", &["15 Five"]),
    ("NetSuite", &["Oracle NetSuite", "Net Suite"]),
    ("Sage", &["Sage Intacct", "Intacct"]),
    ("QuickBooks", &["Quick Books", "Intuit", "QBO"]),
    ("Xero", &[]),
    ("Coupa", &[]),
    ("SAP Ariba", &["Ariba"]),
    ("SAP Concur", &["Concur"]),
    ("Expensify", &[]),
    ("Ramp", &[]),
    ("Brex", &[]),
    ("Bill.com", &["BILL"]),
    ("Tipalti", &[]),
    ("AvidXchange", &["Avid Xchange"]),
    ("Stripe", &[]),
    ("Adyen", &[]),
    ("Chargebee", &["Charge Bee"]),
    ("Zuora", &[]),
    ("Recurly", &[]),
    ("Maxio", &["SaaSOptics"]),
    ("DocuSign", &["Docu Sign"]),
    ("PandaDoc", &["Panda Doc"]),
    ("Adobe Sign", &["Acrobat Sign", "EchoSign"]),
    ("Ironclad", &[]),
    ("Icertis", &[]),
    ("Conga", &[]),
    ("DealHub", &["Deal Hub"]),
    ("Epicor", &[]),
    ("Infor", &[]),
    ("IFS", &[]),
    ("Odoo", &[]),
    ("Acumatica", &[]),
    ("Unit4", &["Unit 4"]),
    ("SAP Business One", &["SAP B1"]),
    ("Shopify", &["Shopify Plus"]),
    ("BigCommerce", &["Big Commerce"]),
    ("Magento", &["Adobe Commerce"]),
    ("WooCommerce", &["Woo Commerce"]),
    ("commercetools", &["Commerce Tools"]),
    ("Box", &[]),
    ("Dropbox", &["Drop Box"]),
    ("Okta", &[]),
    ("Auth0", &[]),
    ("Ping Identity", &["PingOne"]),
    ("OneLogin", &[]),
    ("CyberArk", &["Cyber Ark"]),
    ("CrowdStrike", &["Crowd Strike"]),
    ("SentinelOne", &["Sentinel One", "S1"]),
    ("Palo Alto Networks", &["Palo Alto", "PAN"]),
    ("Zscaler", &[]),
    ("Cloudflare", &["Cloud Flare"]),
    ("Splunk", &[]),
    ("Datadog", &["Data Dog"]),
    ("New Relic", &["NewRelic"]),
    ("Dynatrace", &[]),
    ("Elastic", &["Elasticsearch", "ELK"]),
    ("Grafana", &["Grafana Labs"]),
    ("PagerDuty", &["Pager Duty"]),
    ("GitHub", &[]),
    ("GitLab", &[]),
    ("Five9", &["Five 9"]),
    ("Genesys", &["Genesys Cloud"]),
    ("NICE", &["NICE CXone", "CXone"]),
    ("Talkdesk", &["Talk Desk"]),
    ("RingCentral", &["Ring Central"]),
    ("Dialpad", &["Dial Pad"]),
    ("Aircall", &["Air Call"]),
    ("8x8", &[]),
    ("Qualtrics", &[]),
    ("Medallia", &[]),
    ("SurveyMonkey", &["Survey Monkey", "Momentive"]),
    ("Typeform", &["Type Form"]),
    ("Gainsight", &["Gain Sight"]),
    ("ChurnZero", &["Churn Zero"]),
    ("Totango", &[]),
    ("Planhat", &[]),
    ("Anaplan", &[]),
    ("Pigment", &[]),
    ("Workiva", &[]),
    ("OneStream", &["One Stream"]),
    ("Vena", &["Vena Solutions"]),
    ("Veeva", &["Veeva CRM"]),
    ("Guidewire", &[]),
    ("Procore", &[]),
    ("Toast", &[]),
    ("Square", &[]),
    ("Lightspeed", &[]),
    ("Cornerstone OnDemand", &["Cornerstone", "CSOD"]),
    ("Docebo", &[]),
    ("LearnUpon", &[]),
    ("Contentful", &[]),
    ("Sitecore", &[]),
    ("Optimizely", &["Episerver"]),
    ("WordPress", &[]),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::competitor::is_nobody;

    #[test]
    fn no_name_leads_to_two_vendors() {
        let mut owners = HashMap::new();
        for (vendor, aliases) in well_known() {
            for name in std::iter::once(vendor).chain(*aliases) {
                assert!(!is_nobody(name), "{name}");
                let owner = owners.entry(normalize(name).replace(' ', "")).or_insert(vendor);
                assert_eq!(owner, &vendor, "{name}");
            }
        }
        assert!(well_known().len() >= 150);
    }
    #[test]
    fn no_vendor_is_a_slip_of_another() {
        for (at, (one, left)) in NORMS.iter().enumerate() {
            for (other, right) in &NORMS[at + 1..] {
                assert!(one == other || !is_slip(left, right), "{left} {right}");
            }
        }
    }

    #[test]
    fn a_misspelt_vendor_is_himself() {
        for (raw, vendor) in [
            ("Salesfroce, Inc.", "Salesforce"),
            ("Hubspott", "HubSpot"),
            ("SFDC", "Salesforce"),
            ("Zendesk", "Zendesk"),
        ] {
            assert_eq!(famous(raw).map(|(name, _)| name), Some(vendor), "{raw}");
        }
        for raw in ["Inform", "Sage 100", "Hightouch", "", "Acme North"] {
            assert_eq!(famous(raw), None, "{raw}");
        }
    }
}
