# Rules, states and values, as people read them.

problem-missing = Please fill this in.
problem-too-long = This has { $length } characters; { $limit } fit. Please shorten it a little.
problem-unreadable = This holds characters that cannot be shown. Please type it again.
problem-not-an-email = This does not look like an e-mail address. An example: name@example.org.
problem-not-a-country = We do not know a country of this name. Try its English name or its two-letter code.
problem-not-a-language = We do not know one of these languages. Try its English name, its own name, or its two-letter code.
problem-not-a-number = Please write a number, such as 3, 1200 or 0.5.
problem-too-many = Please name { $limit } at most.
problem-not-a-date = Please write the day like 14 July 2026 or 2026-07-14.
problem-ends-before-it-starts = The last day is before the first one.
problem-too-many-days = More than a year lies between the first and the last day. Please share it as several activities.
problem-not-a-link = Please give a full web address, starting with https://.
problem-not-a-currency = Please write the code of a currency, such as EUR or NGN.
problem-not-an-amount = Please write an amount above zero, such as 45, 12.50 or 1.234,50.
problem-too-many-decimals = { $most ->
    [0] There is no smaller unit here. Please write a whole number.
    [one] Please write one digit after the decimal mark at most.
   *[other] Please write { $most } digits after the decimal mark at most.
}
problem-amount-unclear = This could be read in two ways. Please write it without marks between the thousands, and a point before the decimals.
problem-too-much-money = This is more than can be asked for here. Please look at the number of digits.
problem-does-not-add-up = The lines do not come to this amount, neither with the tax nor without it. Please look at both, or leave the lines out: the amount alone is enough.
problem-not-a-rate = Please write how much of the program’s currency one unit is, such as 0.92.
problem-not-a-count = Please write a whole number, such as 0, 45 or 1200.
problem-not-hours = Please write hours, such as 3, 1.5 or 1:30.
problem-number-and-none = There is a number here, and “not known” or “does not apply” is chosen too. Please keep one of them.
problem-not-a-choice = Please choose one of the options.
problem-consent-needed = We may keep your application only if you agree to it.
problem-account-does-not-add-up = This looks like an IBAN, but its digits do not add up. Please compare it with your bank card once more.
problem-not-yet = This day is still ahead. Please write the day it happened on.
problem-not-held-yet = It can be reported once it has taken place.

field-goal = Goal
field-registrations = Registrations
field-attendees = Attendees
field-hours-to-organize = Hours to organize
field-hours-to-execute = Hours to execute
field-audience = Target audience
field-views = Views
field-engagements = Engagements
field-reshares = Reshares

missing-unknown = { $field } (not known yet)

reason-counted = “{ $title }” counts: its report is full.
reason-not-full = “{ $title }” does not count yet. Still open: { $missing }.
reason-not-reported = “{ $title }” is planned; there is no report on it so far.
reason-kind-does-not-count = “{ $title }” is { $kind }, which is welcome and does not count toward the goal.
reason-too-late = “{ $title }” was reported in full after { $until }, the last day for this quarter.
reason-joined-during = You joined on { $on }, during the quarter.
reason-on-hold = You were on a pause from { $from } to { $until }, so nothing is expected of you.
reason-on-hold-open = You have been on a pause since { $from }, so nothing is expected of you.
reason-closed-not-full = “{ $title }” is not counted. What its report leaves open: { $missing }.
reason-closed-not-reported = “{ $title }” was planned, and there is no report on it.
reason-closed-on-hold = You were on a pause from { $from } to { $until }, so nothing was expected of you.
reason-closed-on-hold-open = You have been on a pause since { $from }, so nothing was expected of you.
reason-told-joined = Joined on { $on }, during the quarter.
reason-told-paused = On a pause from { $from } to { $until }, so nothing is expected.
reason-told-paused-since = On a pause since { $from }, so nothing is expected.

standing-met = Met
standing-short = Short
standing-excused = Excused
standing-new = New

application-unconfirmed = Not confirmed yet
application-received = Received
application-in-pool = In the pool
application-accepted = Accepted
application-declined = Declined
application-in-review = In review
application-pending-accept = To be accepted
application-pending-keep-in-pool = To stay in the pool
application-pending-decline = To be declined
application-withdrawn = Withdrawn

shown-as-profile = With my name, country, languages and links
shown-as-name = With my name and country
shown-as-hidden = Not at all

outcome-accept = Accept
outcome-keep-in-pool = Keep in the pool
outcome-decline = Decline

not-possible-unconfirmed = The applicant has not confirmed their address yet, so there is nothing to decide.
not-possible-decided = A decision on this application has been announced already.
not-possible-nothing-pending = There is no decision here that waits to be announced.
not-possible-withdrawn = This application was withdrawn.
not-possible-own = This is your own application, so somebody else of the team takes care of it.
not-possible-closed = This round of applications is closed, so that everybody’s is read as it was sent. Write to the team if something has to change.

activity-planned = Planned
activity-reported = Reported
activity-cancelled = Cancelled

not-possible-not-held-yet = This can be reported once it has taken place.
not-possible-cancelled = This was cancelled, so it cannot be reported. You can share it as a new activity.
not-possible-reported = This has been reported, so it took place and cannot be cancelled.
not-possible-quarter-closed = The quarter this belongs to is closed. Please write to the team if something should change.

role-applicant = Applicant
role-ambassador = Ambassador
role-organizer = Organizer

day = { $day } { $month } { $year }
instant = { $day }, { $time }
month-of-year = { $month } { $year }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

problem-rule-heading = This cannot be done now
problem-rule-kept = Nothing was changed. What you typed is below, so that you can copy it.
problem-rule-nothing-kept = Nothing was changed. Everything of yours is as it was.
problem-rule-next = You can go on from here:
problem-typed = What you typed
