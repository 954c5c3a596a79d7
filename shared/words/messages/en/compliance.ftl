# The calendar's letters and pages: reminders, closing, appeals, benefits.

reminder-letter-subject = Your activities in { $quarter }: still time for a report
reminder-letter-thanks = Thank you for what you do for { $community }. Reports for { $quarter } count until { $until }, and this is what we have from you so far:
reminder-letter-quiet = If this is a quiet quarter for you, that is fine: a short reply to this letter is enough to let us know.
reminder-letter-complete = Complete my report
reminder-letter-share = Share an activity
reminder-letter-off = If you would rather do without reminders, this turns them off:
reminder-letter-why = You get this letter because you are an ambassador of { $community } and something of yours can still count. Reminders stop with a pause, or when you turn them off.

quarter-letter-short = Not every quarter goes as planned, and nothing follows from this by itself. If you would like somebody to talk to, { $name } is there for you: { $email }. If something is missing here, just reply to this letter.

benefit-letter-thanks = Thank you for being an ambassador of { $community }, and for all the work behind it.
benefit-letter-free-entry-subject = Free entry to official events of { $community }
benefit-letter-free-entry = Entry to official events is free for you from now on.
benefit-letter-free-entry-how = You reached the goal of one quarter after another, and this is one way to say thank you. To use it, reply to this letter and name the event.
benefit-letter-funding-subject = You can ask for conference funding now
benefit-letter-funding = You can ask for funding to come to the world conference.
benefit-letter-funding-how = You have been with us for long enough to be asked along. If you would like to come, reply to this letter and say a few words about it.
benefit-letter-action = Open my page
benefit-letter-why = You get this letter because you are an ambassador of { $community }. It comes once.

appeal-letter-received-subject = We have your word about { $quarter }
appeal-letter-received-preheader = Thank you for telling us. A person of the team looks at it.
appeal-letter-received-thanks = Thank you for telling us that something about { $quarter } does not look right.
appeal-letter-received-then = A person of the team looks at it and answers. There is nothing more for you to do.
appeal-letter-why = You get this letter because you wrote to us on your page as an ambassador of { $community }.
appeal-letter-subject = Your quarter { $quarter }, looked at once more
appeal-letter-thanks = Thank you for being an ambassador of { $community }. A person of the team has looked at { $quarter } once more.
appeal-letter-excused = The quarter is excused now: nothing is counted in it.
appeal-letter-counted = An activity counts now that did not count before.
appeal-letter-left = The quarter stays as it was recorded.
appeal-letter-words = What the team says about it:
appeal-letter-action = Open my page
appeal-letter-answered-why = You get this letter because you are an ambassador of { $community } and somebody looked at { $quarter } once more.

letter-kind-reminder = Reminder
letter-kind-benefit = Word about a benefit
letter-kind-appeal-received = Thanks for word about a closed quarter
letter-kind-appeal-answered = Answer about a closed quarter

reason-counted-on-appeal = “{ $title }” counts: the team looked at it once more.
reason-excused-on-appeal = The team excused this quarter.
