# Forms kept for later, forms on other sites and of form services, and following one’s application.

draft-saved-title = Your form is kept
draft-saved-lead = Thank you for starting. This address leads back to it for 30 days:
draft-saved-keep = Please copy the address or keep it as a bookmark, and keep it to yourself: whoever has it can read what you wrote. Nobody of the team sees it before you send it.
draft-saved-letter = It is on its way to your e-mail address, too.
draft-too-large = There is more text here than we can keep for later. Everything is still below. Please shorten it a little, or send the application now.
draft-gone = There is no form here any more. It was sent, or its 30 days are over, or the address is not complete. If you have sent it, a letter told you so.

hosted-too-many = A great deal has been sent from your network in a short time, so we are taking a short rest. This says nothing about you. Nothing was saved yet: please go back to the form and send it again in about ten minutes.

hook-unknown = No form service of this name is known here.
hook-signature = The signature does not fit. Nothing was saved.
hook-unreadable = This is no JSON that we can read. Nothing was saved.

embed-title = The form on your own site
embed-lead = Thank you for bringing people to us. A form on your site can post straight to the office; everybody is asked the same, and every answer is read the same way.
embed-no-origins = The settings of this program name no other site yet. Whoever runs the office adds yours under [hosted], as origins.
embed-origins = These sites may post the form:
embed-fields = The fields
embed-field = Field
embed-asks = What it asks
embed-kind = What it takes
embed-required = Needed
embed-line = One line
embed-text = Some paragraphs or lines
embed-one-of = One of these:
embed-several-of = Any of these, each sent by itself:
embed-link = A web address
embed-number = A number
embed-date = A day, such as 31 January 2026
embed-consent = A box to tick
embed-yes = Yes
embed-no = No
embed-form = A form to copy
embed-form-lead = It needs no script. Change how it looks as you like, and keep the names of the fields. The last input is a trap that people cannot see.
embed-answer = Afterwards the browser is back on your page, with a word in its address on what happened: sent; or check, with what needs another look and a link on to everything that was typed; or closed, trap, later or another, each with a message to show. Where the settings name no page to go back to, our own pages answer.
embed-json = From a program
embed-json-lead = The same fields as a JSON object: texts, numbers, true or false, and lists of texts. Send a key of your own with it, and sending it twice counts once.
embed-json-answer = The answer is JSON too: 202 when it is taken, 422 with each field and what needs another look, 409 or 429 with a message otherwise.

follow-expired = This link has expired or is not complete. We gladly send you a new one: see “Where does my application stand?” on the page to apply, or sign in with your address.
follow-edit = Change what I wrote
follow-withdraw = Take my application back
follow-back = Back to my application
follow-edit-title = Change what you wrote
follow-edit-lead = Your address stays { $email }: it is confirmed. Everything else you can change until the round closes.
follow-edit-save = Save the changes
follow-withdraw-title = Take your application back?
follow-withdraw-lead = The team will not go on with it. You can apply again whenever you like, with the same address.
follow-withdraw-button = Yes, take it back
follow-withdrawn-title = Your application is taken back
follow-withdrawn-lead = Thank you for thinking about it. The team does not go on with your application.
follow-withdrawn-again = If you change your mind, you are welcome to apply again, with the same address.
follow-lost-title = Where does my application stand?
follow-lost-lead = Give the address you applied with, and we send you a link. You need no account.
follow-lost-hint = The letters about your application went there.
follow-lost-send = Send me the link
follow-sent-title = Look into your inbox
follow-sent-lead = If an application with this address is with us, the link is on its way.

letter-kind-draft-saved = Link to a form kept for later
letter-kind-form-incomplete = Word that an application is not complete
letter-kind-status-link = Link to follow an application
