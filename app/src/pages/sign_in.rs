//! Sign-in with e-mail and password; rendered on the server, without script.

use leptos::prelude::*;

use crate::components::brand::Brand;
use crate::routes;

/// Why signing in did not work; words that do not tell whether an address is known.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum SignInProblem {
    /// Address and password do not belong together.
    Mismatch,
    /// A field is empty or the address is none.
    Incomplete,
    /// Too many tries.
    TooMany,
    /// The form came from elsewhere, or is too old.
    Stale,
    /// A part of ours does not answer.
    Unavailable,
}

impl SignInProblem {
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Mismatch => (
                "That did not match",
                "Check the address and the password. Both are needed exactly as you set them.",
            ),
            Self::Incomplete => ("Something is missing", "We need your work e-mail and your password."),
            Self::TooMany => ("Too many tries", "Please wait a few minutes before you try again."),
            Self::Stale => ("Please try once more", "The page was open for too long."),
            Self::Unavailable => {
                ("We cannot sign you in right now", "It usually works again within a minute.")
            }
        }
    }
}

/// The sign-in form.
#[component]
pub fn SignInPage(
    /// What was typed as the address.
    #[prop(optional, into)]
    email: String,
    /// Where to go afterwards, a path of ours.
    #[prop(optional, into)]
    next: String,
    /// What went wrong before.
    #[prop(optional_no_strip)]
    problem: Option<SignInProblem>,
) -> impl IntoView {
    // The address came back as it was typed; the password did not.
    let is_mismatch = problem == Some(SignInProblem::Mismatch);
    let errors = problem.map(|problem| {
        let (title, text) = problem.words();
        view! {
            <div class="errors errors--small" role="alert" tabindex="-1">
                <h2>{title}</h2>
                <p>{text}</p>
            </div>
        }
    });
    let next = (!next.is_empty()).then(|| view! { <input type="hidden" name="next" value=next /> });
    let is_invalid =
        matches!(problem, Some(SignInProblem::Mismatch | SignInProblem::Incomplete)).then_some("true");
    view! {
        <main class="sign-in" id="main">
            <Brand />
            <form class="sign-in__card" method="post" action=routes::SIGN_IN>
                <div class="sign-in__head">
                    <h1>"Sign in"</h1>
                    <p>"See why deals are won and lost, in your buyers’ words."</p>
                </div>
                {errors}
                {next}
                <div class="field">
                    <label class="field__label" for="email">
                        "Work e-mail"
                    </label>
                    <input
                        class="input"
                        id="email"
                        name="email"
                        type="email"
                        value=email
                        autocomplete="username"
                        maxlength="254"
                        required
                        autofocus=!is_mismatch
                        aria-invalid=is_invalid
                    />
                </div>
                <div class="field">
                    <label class="field__label" for="password">
                        "Password"
                    </label>
                    <input
                        class="input"
                        id="password"
                        name="password"
                        type="password"
                        autocomplete="current-password"
                        maxlength="200"
                        required
                        autofocus=is_mismatch
                        aria-invalid=is_invalid
                    />
                </div>
                <button class="button button--primary button--wide">"Sign in"</button>
            </form>
            <div class="sign-in__foot">
                <p>
                    <a href=routes::FORGOT>"Forgot your password?"</a>
                </p>
                <p>"No account yet? An admin of your workspace can give you one."</p>
            </div>
        </main>
    }
    .into_any()
}
