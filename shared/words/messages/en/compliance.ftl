# The calendar's letters and pages: reminders, closing, appeals, benefits.

reminder-letter-subject = Your activities in { $quarter }: still time for a report
reminder-letter-thanks = Thank you for what you do for { $community }. Reports for { $quarter } count until { $until }, and this is what we have from you so far:
reminder-letter-quiet = If this is a quiet quarter for you, that is fine: your check-in on your page has a place to say so, and a short reply to this letter is as good.
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
benefit-letter-funding-ask = You have been with us for long enough to be asked along. If you would like to come, ask for it on your page: what you need, and a few words about what for.
benefit-letter-action = Open my page
benefit-letter-funding-action = Ask for funds
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

me-planned =
    { $count ->
        [one] One more is planned.
       *[other] { $count } more are planned.
    }
me-to-go =
    { $count ->
        [one] One more full report reaches the goal.
       *[other] { $count } more full reports reach the goal.
    }
me-spread = Everything in this quarter lies close together. If it suits you, spread it out a little. This is only a hint.
me-provisional = This is provisional until the quarter closes on { $day }.

benefits-title = What comes with it
benefits-free-entry = Entry to official events is free for you. Thank you for all the work behind it.
benefits-quarters-left =
    { $count ->
        [one] One more quarter at the goal, and entry to official events is free for you.
       *[other] { $count } more quarters at the goal, one after the other, and entry to official events is free for you.
    }
benefits-funding = You can ask for funding to come to the world conference. Just write to us.
benefits-funding-from = From { $day } on you can ask for funding to come to the world conference.

reminders-title = Reminders
reminders-on = When something of a quarter is still open, a letter reminds you before it closes.
reminders-off = You get no reminders.
reminders-turn-on = Turn reminders on
reminders-turn-off = Turn reminders off
reminders-off-title = Turn reminders off?
reminders-off-lead = The check-in of each quarter and its result still come. You can turn reminders on again on your page.
reminders-are-off-title = Reminders are off
reminders-are-off-lead = Thank you for telling us. You can turn them on again on your page at any time.
reminders-link-over = This link does not work any more. On your page you can turn reminders on and off.

appeal-title = { $quarter }: what does not look right?
appeal-lead = Thank you for telling us. A person of the team reads it, looks at the quarter once more, and answers you.
appeal-words = What does not look right
appeal-words-hint = For example an activity that is missing, or a reason why this quarter was different.
appeal-send = Send it to the team
appeal-link = This does not look right
appeal-sent = You wrote to us about this quarter on { $day }. A person of the team answers.
appeal-answered = The team looked at this quarter once more on { $day }.

not-possible-not-closed = This quarter is not closed yet. Until then everything in it can still change.
not-possible-appealed-before = You have written to us about this quarter already. To add something, please reply to the letter you got.
not-possible-excused-already = This quarter is excused already.
not-possible-nothing-to-count = This activity counts already, or it is not one of this quarter.
not-possible-own-standing = This is your own quarter, so somebody else of the team looks at it.

because-not-active = Stepped down, or the term has ended
because-not-here-yet = Joined after the quarter
because-away = On a pause in this quarter
because-new = Joined during this quarter
because-done = The goal is reached
because-nothing-this-time = Said: nothing this time
because-unsubscribed = Turned reminders off

preview-title = { $quarter }: who gets which letter
preview-lead = Before a letter goes out, this says who would get it today, and why others are spared it. Afterwards it says who got it.
preview-check-in = Check-in
preview-reminder = Reminder { $number }
preview-due = Goes out on { $day }.
preview-was-due = Was due on { $day }.
preview-written =
    { $count ->
        [one] One was written.
       *[other] { $count } were written.
    }
preview-receive =
    { $count ->
        [one] One ambassador would get it today.
       *[other] { $count } ambassadors would get it today.
    }
preview-spared = { $because }: { $count }
preview-look = { $letter }: everybody by name
preview-caption = { $letter }, in alphabetical order
preview-caption-some = { $letter }, some people at a time, in no particular order
preview-many = There are too many ambassadors to count at once. The list below goes through all of them, some at a time.
preview-becomes = What becomes of it
preview-receives = Would get it today
preview-sent = Got it, written on { $day }
preview-on-its-way = On its way
preview-in-question = Written, and not sent so far
preview-not-sent = Did not get it

standing-title = { $name }, { $quarter }
standing-settings = Judged by version { $version } of the settings.
standing-appeal = What the ambassador wrote on { $day }
standing-answer = Looked at once more on { $day }
standing-done-excuse = The quarter was excused.
standing-done-count = An activity was counted after all.
standing-done-leave = It was left as it is.
standing-again = What else should be done
standing-verdict = What is done
standing-count = Count “{ $title }” after all
standing-excuse = Excuse the quarter
standing-leave = Leave it as it is
standing-words = Why
standing-words-hint = The ambassador reads this in a letter, and it stays in the record. Thank them first.
standing-send = Save it and write to the ambassador

proposal-answer-count = Counted an activity after all

preview-link = Who gets which letter of this quarter
standing-link = Look at this quarter once more
