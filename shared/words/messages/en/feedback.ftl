# Feedback on the program, from anyone.

page-feedback = Tell us what you think of the program

feedback-title = Tell us what you think
feedback-lead = Thank you for taking the time. Praise, doubts, ideas: a person of the team reads all of it.
feedback-text = What would you like to tell us?
feedback-text-hint = In any language you like.
feedback-sharing = Who may read it?
feedback-private = The team only
feedback-signed = Anybody: you may show it with my name
feedback-name = Your name
feedback-name-hint = Needed only where we may show it with your name.
feedback-email = E-mail address
feedback-email-hint = Only if you would like an answer. It is never shown.
feedback-send = Send
feedback-another-under-key = Something else was already sent from this very page. It is safe. To send more, please open the form anew.

feedback-thanks-title = Thank you
feedback-thanks-lead = What you wrote is with the team now, and somebody will read it.

feedback-team-title = Feedback
feedback-team-lead = What people tell you about the program, the latest first.
feedback-of = { $at }
feedback-from = From
feedback-unsigned = No name given
feedback-answer-to = Answers reach
feedback-may-show = May be shown with the name
feedback-team-only = For the team only
feedback-empty = No feedback yet
feedback-empty-more = Everybody can write to you from the foot of every page. What they write will be listed here.
