# The program page, the application form, and following an application.

home-apply = Apply to be an ambassador
home-what-title = What ambassadors do
home-what-goal = { $goal ->
    [0] Ambassadors do what they can, when they can. Everything below is welcome.
    [one] About one activity a quarter, reported on with a few numbers so that others learn from it.
   *[other] About { $goal } activities a quarter, each reported on with a few numbers so that others learn from it.
}
home-criteria-title = What we look for
home-criteria-lead = Every application is read by people of the team, by these points:
home-how-title = How it goes
home-how-apply = You apply
home-how-apply-more = A short form, about ten minutes. You can write in any language you like.
home-how-confirm = You confirm your address
home-how-confirm-more = We send you one letter with a link, so that we know it was you.
home-how-decide = People decide
home-how-decide-more = Somebody of the team reads what you wrote and answers you, always with a reason.

apply-title = Apply to be an ambassador
apply-lead = Thank you for thinking about it. Tell us who you are and what you would like to do.
apply-name = Your name
apply-name-hint = As you like to be called, in any script.
apply-email = E-mail address
apply-email-hint = We write to this address about your application and nothing else.
apply-country = Country
apply-country-hint = Where you would be an ambassador. Any usual spelling will do.
apply-consent = Keeping your application
apply-send = Send the application
apply-about-you = About you
apply-more = A few more questions
apply-region = Region or university
apply-region-hint = If you would be an ambassador for a part of the country, or at a university.
apply-languages = Languages
apply-languages-hint = The one you use most first, for example: Portuguese, English.
apply-links = Pages about you
apply-links-hint = A profile, a blog, a talk. One web address a line.
apply-shown-as = Should you become an ambassador: how may we show you on our pages?
apply-shown-as-hint = If you choose nothing, we do not show you. You can change your mind at any time.
apply-only-if = Only if you chose “{ $choice }” above.
apply-only-if-one-of = Only if you chose one of these above: { $choices }.
apply-only-if-answered = Only if you answered this above: { $question }
apply-page = Page { $page } of { $pages }
apply-continue = Continue
apply-back = Back
apply-check = Check my answers
apply-save = Save and finish later
apply-check-title = Check your answers
apply-check-lead = Thank you for taking the time. Nothing is sent yet: please have a last look.
apply-change = Change: { $group }
apply-yes = Yes
apply-round = Applications sent by { $closes } go into this round: { $round }. You will hear from us by { $announces }.
apply-rolling = You can apply at any time. We read applications as they come, and answer each of them.
apply-waiting = You can apply at any time. The next round has no dates yet: your application waits for it, and you need not do anything more.

apply-sent-title = Thank you
apply-sent-lead = If this is your first application, a letter with a link is on its way to you. Please follow it to confirm your address.
apply-sent-next = It usually takes a minute or two. If it does not come, look into the folder for unwanted mail.
apply-sent-again = If an application from your address is with us already, the letter says so and tells you how to see where it stands.

apply-closed-title = Applications are closed for now
apply-closed = We are not taking applications at the moment. Please come back later; everybody is welcome to.
apply-closed-until = We are not taking applications at the moment. They open again on { $day }.
apply-trap = A field that people cannot see was filled in, as programs do. If your browser did it for you, go back, empty the field “website” and send the form again.
apply-another-under-key = A different application was already sent from this very page. It is safe. To send another one, please open the form anew.

confirm-title = Confirm your address
confirm-lead = One click, and your application is complete.
confirm-button = Yes, this is my address
confirm-expired = This link has expired or is not complete. Sign in with your address, and we send you a new one.
confirmed-title = Your address is confirmed
confirmed-lead = Thank you, { $name }. Your application is complete and with the team now.
confirmed-next = To see where it stands, sign in with your address at any time. You need no password.

status-title = My application
status-written = What you wrote
status-sent = Sent
status-unconfirmed = Your address is not confirmed yet. The link is in the letter we sent you when you applied.
status-received = It is with the team. Somebody will read it and answer you, always with a reason.
status-in-review = This round is closed, and the team reads every application. You will have an answer, always with a reason.
status-in-pool = It stays with us for later rounds. You need not do anything, and you need not apply again.
status-accepted = You are an ambassador. Welcome, and thank you!
status-withdrawn = You took it back. You are welcome to apply again at any time.
status-declined = The team has decided not to take it further. Thank you for the time and thought you gave it.
