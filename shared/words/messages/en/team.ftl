# The team's pages.

team-name = Name
desk-title = Team desk
desk-lead = What needs one of you, and nothing else.
desk-empty = Nothing is waiting
desk-empty-more = Applications to decide and letters in question will be listed here.
desk-applications = Applications to decide
desk-more-applications = See all applications
desk-rounds = Rounds to announce
desk-round-due = Applicants expect an answer by { $day }.
desk-letters = Letters in question
desk-letters-lead = The office never sends a letter twice by itself. Please say how it goes on with these.
desk-letter-to = to { $address }
desk-letter-doubt = We were cut off while sending it. It may have arrived.
desk-letter-refused = It could not be sent. The address may be wrong.
desk-letter-settle = Leave it
desk-letter-again = Send it again
desk-held = Addresses that take no letters
desk-held-lead = Nothing is written to these for now, and what is for them is kept. Please ask by another way whether the address is still right. Once you say so, what was kept leaves within the hour.
desk-held-bounced = A letter came back on { $day }: the mailbox was not there.
desk-held-complained = On { $day } our letter was marked as unwanted there. It may have been a slip of the hand.
desk-held-again = Write there again
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
letter-kind-glance = Glance at a month

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
quarters-between = Other months, from one to all of them

quarter-period-closed = From { $first } to { $last }. Closed: these numbers are final.
quarter-period-open = From { $first } to { $last }. Reports count until { $until }, so these numbers are provisional.
quarter-unknown = not known
quarter-download = Download the engagement summary (XLSX)
quarter-empty = Nothing reported yet
quarter-empty-more = As soon as ambassadors report on activities of this quarter, what they reached is shown here.
quarter-download-public = An edition for everybody, without names, standings and money (XLSX)
quarter-download-csv = Every sheet as text (CSV, in a ZIP archive)
quarter-download-rows = The activities as text (CSV)
quarter-download-parquet = The activities for programs (Parquet)
quarter-months = { $first } to { $last }
quarter-narrowed = Narrowed to { $to }.
quarter-narrow = Narrow to a kind, a country or a language
quarter-any-kind = Any kind
quarter-from = First month
quarter-to = Last month
quarter-whole = The whole program, beside the quarters it can be compared with
quarter-chart-numbers = The numbers of this chart
quarter-worked-lead = The activities of each kind that engaged most people, with what was told about them. They are here to learn from; nobody is ranked.
quarter-worked = { $kind } · { $what }: { $count }
quarter-by-kind = By kind of activity
quarter-by-region = By region of the world
quarter-by-country = By country
quarter-by-month = By month of the last day
quarter-standings = Standings, in alphabetical order
quarter-standing = Standing
quarter-why = Why
