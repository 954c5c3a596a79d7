# The team's pages.

team-name = Name
desk-title = Team desk
desk-lead = What needs one of you, and nothing else.
desk-empty = Nothing is waiting
desk-empty-more = Applications to decide and letters in question will be listed here.
desk-applications = Applications to decide
desk-more-applications = See all applications
desk-letters = Letters in question
desk-letters-lead = The office never sends a letter twice by itself. Please say how it goes on with these.
desk-letter-to = to { $address }
desk-letter-doubt = We were cut off while sending it. It may have arrived.
desk-letter-refused = It could not be sent. The address may be wrong.
desk-letter-settle = Leave it
desk-letter-again = Send it again
desk-quarter = { $quarter }
desk-quarter-link = Open { $quarter }

letter-kind-receipt = Receipt of an application
letter-kind-already-applied = Word about an application that is here already
letter-kind-sign-in = Sign-in link
letter-kind-welcome = Welcome
letter-kind-kept-in-pool = Word about staying in the pool
letter-kind-declined = Word about a declined application
letter-kind-check-in = Check-in
letter-kind-quarter-result = Result of a quarter
letter-kind-summary = Engagement summary

board-title = Applications
board-lead = Every application is read by a person and answered with a reason.
board-states = By state
board-sent = Sent
board-empty = None here
board-empty-more = Applications in this state will be listed here, oldest first.

decide-title = Decide
decide-written = What they wrote
decide-lead = The applicant is told at once, by letter.
decide-own = This is your own application, so somebody else of the team decides about it.
decide-outcome = Decision
decide-reason = Reason
decide-reason-hint = For the record: what the decision rests on. The applicant does not see it.
decide-words = Words for the applicant
decide-words-hint = They go into the letter as you write them. Thank them, and say why.
decide-send = Decide and send the letter
decide-taken = The decision
decide-when = When
decide-back = Back to the board

ambassadors-title = Ambassadors
ambassadors-caption = { $count ->
    [one] One ambassador, in alphabetical order
   *[other] { $count } ambassadors, in alphabetical order
}
ambassadors-state = Takes part
ambassadors-since = Since
ambassadors-empty = No ambassadors yet
ambassadors-empty-more = Whoever you accept will be listed here.
ambassadors-activities = Activities
ambassadors-no-activities = No activities yet
ambassadors-no-activities-more = What this ambassador plans and reports will be listed here.
ambassador-active = Active
ambassador-on-hold = On a pause
ambassador-on-hold-until = On a pause until { $day }
ambassador-emeritus = Emeritus
ambassador-ended = Ended

quarters-title = Quarters
quarters-lead = What each quarter brought.
quarters-caption = The latest first
quarters-quarter = Quarter
quarters-last-day = Last day
quarters-open = Open
quarters-closed = Closed

quarter-period-closed = From { $first } to { $last }. Closed: these numbers are final.
quarter-period-open = From { $first } to { $last }. Reports count until { $until }, so these numbers are provisional.
quarter-reach-per-activity = People reached per activity
quarter-hours-per-activity = Hours per activity
quarter-attendance = Of those registered came
quarter-countries = { $count ->
    [one] country
   *[other] countries
}
quarter-full = full reports on { $held ->
    [one] one activity held
   *[other] { $held } activities held
}
quarter-held = Held
quarter-full-reports = Full reports
quarter-unknown = not known
quarter-download = Download the engagement summary (XLSX)
quarter-empty = Nothing reported yet
quarter-empty-more = As soon as ambassadors report on activities of this quarter, what they reached is shown here.
quarter-by-kind = By kind of activity
quarter-standings = Standings, in alphabetical order
quarter-standing = Standing
quarter-why = Why
