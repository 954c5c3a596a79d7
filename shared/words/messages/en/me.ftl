# The ambassador's pages.

me-title = Hello, { $name }
me-lead = Thank you for being here. This is where your quarter stands.
me-quarter = { $quarter }
me-progress = { $full } of { $goal } activities reported in full
me-grace = The quarter is over. Reports still count until { $day }.
me-nothing-yet = Nothing here yet. Share what you have in mind; it becomes your report afterwards.
me-report-it = Report on it
me-plan = Share a plan
me-coming = Coming up
me-closed = Earlier quarters
me-all = All my activities
me-all-caption = The latest first
me-empty = No activities yet
me-empty-more = Share a plan before an activity, or something you have just done. It becomes your report.

activity-title = Title
activity-kind = Kind
activity-when = When
activity-state = State
activity-open = Still open
activity-plan = The plan
activity-change-plan = Change the plan
activity-cancel = It does not take place

plan-title = Share an activity
plan-lead = Before it happens, if you can; afterwards is fine too.
plan-title-hint = As you would tell a friend: “Meetup in Lagos”, “Article on segments”.
plan-starts-on = First day
plan-ends-on = Last day
plan-ends-on-hint = If it takes more than one day. For example 14 July 2026 or 2026-07-14
plan-place = Where
plan-city = City
plan-country-hint = Needed when people meet somewhere.
plan-link = Link
plan-notes = What you have in mind
plan-notes-hint = A sentence is enough.
plan-send = Save it
plan-back = Back to my activities
plan-another-under-key = A different activity was already shared from this very page. It is safe. To share another one, please open the form anew.
place-in-person = In person
place-online = Online
place-both = In person and online
place-both-in = { $place } and online
