# The page of a demo office.

local-title = Behind the scenes
local-lead = This page is only in the demo office. Here you can be anybody, read the letters, and move the clock.
local-sign-in = Be somebody
local-sign-in-lead = One click signs you in, without a letter.
local-clock = The clock
local-clock-now = It is { $now } here.
local-clock-by = Move the clock forward
local-clock-hour = by an hour
local-clock-day = by a day
local-clock-check-in = to the next check-in ({ $day })
local-clock-close = to the close of { $quarter } ({ $day })
local-clock-send = Move it
local-clock-hint = Whatever falls due on the way is done. You are signed out after twelve hours, as in any office.
local-no-letters = No letters yet
local-no-letters-more = Every letter the office sends will be listed here.
local-letters = { $count ->
    [one] One letter
   *[other] { $count } letters
}
local-subject = Subject
local-to = To
local-date = Sent
local-attachments = Attached
local-letter-html = See it as a mail program shows it
local-back = Back behind the scenes
