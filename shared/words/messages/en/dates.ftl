# Calls, onboarding sessions and calendar feeds.

problem-not-a-time = Please write the time like 17:30 or 5:30 pm.
problem-clocks-skip-it = Clocks jump over this time on that day, so please choose another one.
problem-out-of-range = Please write a number from { $least } to { $most }.

slot-title = Title
slot-on = Day
slot-at = Time
slot-at-hint = For example 17:30 or 5:30 pm, in the time zone of the program.
slot-zone = Times on this page are those of the time zone of the program:
slot-minutes = Length in minutes
slot-link = Link to join
slot-link-hint = The full web address, starting with https://
slot-words = What it is about
slot-hosts-needed = How many hosts
slot-hosts = Hosts
slot-when = When
slot-state = State
slot-length = { $minutes ->
    [one] one minute
   *[other] { $minutes } minutes
}
slot-keep = Save it
slot-cancel = It does not take place
slot-cancelled = Does not take place
slot-ahead = Planned
slot-over = Over
slot-another-under-key = Something else was already offered from this very page. It is safe. To offer another one, please open the page anew.
slot-cancelled-already = This does not take place, so it cannot be changed any more. You can offer a new one.

calls-title = Ambassador calls
calls-lead = Times when ambassadors and the team talk. They are on everybody’s page and in the calendar feeds.
calls-caption = The latest first
calls-offer = Offer a call
calls-send = Offer the call
calls-empty = No calls yet
calls-empty-more = Offer the first one below; ambassadors see it on their page.
calls-change = Change this call
calls-back = All calls
calls-change-one = Change “{ $title }”

team-sessions-title = Onboarding sessions
team-sessions-lead = Free hours where newcomers are welcomed. Ambassadors take a place as a host, and hosting one counts as an activity.
team-sessions-off = Sessions are not in use
team-sessions-off-more = The settings of this program name no kind of activity that hosting a session is. Name one in the section “sessions” to use them.
team-sessions-offer = Offer a session
team-sessions-send = Offer the session
team-sessions-prefilled = Community onboarding session
team-sessions-empty = No sessions yet
team-sessions-empty-more = Offer the first one below; ambassadors can then take a place as a host.
team-sessions-change = Change this session
team-sessions-back = All sessions
sessions-nobody = nobody yet
sessions-somebody = an ambassador of earlier
sessions-places = { $left ->
    [0] all places taken
    [one] one host wanted
   *[other] { $left } hosts wanted
}

sessions-title = Onboarding sessions
sessions-lead = Newcomers are welcomed in a free hour. Thank you for hosting one now and then; it counts as one of your activities.
sessions-coming = Coming up
sessions-empty = No sessions are planned
sessions-empty-more = As soon as the team offers one, you can take a place here.
sessions-held = Held lately
sessions-take = Host “{ $title }” on { $day }
sessions-give-back = Give your place in “{ $title }” back
sessions-yours = You are a host
sessions-report = Report on “{ $title }”
sessions-join = Where to join
sessions-full = Somebody was a moment faster: this session has all the hosts it needs. Thank you for offering! There may be another one that suits you.
sessions-began = This session has begun already, so no more hosts are needed. Thank you for offering!
sessions-cancelled = This session does not take place. Thank you for offering!
sessions-too-late = The session is today or over, so your place cannot be given back here. If something came up, please write to the team; that is fine.
sessions-not-held-yet = You can report on this session once it is over.
sessions-not-a-host = You have no place in this session, so there is nothing to report.

dates-title = Dates
dates-next-call = Next call: { $title }, { $when }
dates-join-call = Join “{ $title }”
dates-your-session = You host “{ $title }”, { $when }
dates-session-held = Thank you for hosting “{ $title }” on { $day }.
dates-hint = It has been a while since you hosted an onboarding session. If you feel like it, newcomers would be glad.
dates-sessions = Onboarding sessions
dates-feed = Your calendar feed

feed-title = Calendar feed
feed-lead-me = Your deadlines, activities, sessions and the calls of ambassadors, in the calendar you use anyway.
feed-lead-team = Deadlines, rounds, everybody’s activities of this quarter and the next one, sessions and calls, in the calendar you use anyway.
feed-how = Make a link and add it to your calendar as a subscription. Most calendars call this “from URL” or “subscribe”. They look for news by themselves a few times a day.
feed-secret = Whoever has the link can read the calendar, so please keep it to yourself.
feed-none = You have no link yet.
feed-made = You made a link on { $day }. It is shown only when it is made. A new link ends it.
feed-make = Make a link
feed-make-new = Make a new link
feed-here = Here is your link
feed-here-lead = It is shown only now. Copy it into your calendar; an earlier link has ended.
feed-name-me = { $program }: my dates
feed-name-team = { $program }: dates of the team
feed-check-in = Check-in for { $quarter }
feed-last-day = Last day of { $quarter }
feed-last-day-of-reports = Last day for reports on { $quarter }
feed-tranche-closes = Last day to apply: { $round }
feed-tranche-announced = Applicants expect an answer: { $round }
feed-by = { $title } – { $name }
feed-session = You host: { $title }
feed-session-hosts = Hosts: { $names }
feed-session-no-hosts = Hosts: nobody yet
