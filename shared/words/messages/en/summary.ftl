# The engagement summary: a workbook people keep.

summary-title = Engagement summary
summary-title-of = { $program }: engagement summary { $quarter }
summary-title-quarter = Engagement summary { $quarter }
summary-period = { $first } to { $last }
summary-print-title = { $program } · { $quarter }
summary-print-page = Page { $page } of { $pages }

# Sheets. A name has at most 31 characters and none of [ ] : * ? / \
summary-sheet-cover = Cover
summary-sheet-overview = Overview
summary-sheet-trend = Trend
summary-sheet-by-region = By region
summary-sheet-worked = What worked
summary-sheet-by-kind = By kind
summary-sheet-by-country = By country
summary-sheet-by-month = By month
summary-sheet-ambassadors = Ambassadors
summary-sheet-standings = Standings
summary-sheet-activities = Activities
summary-sheet-dictionary = Data dictionary

summary-about-overview = The whole program on one page: whom activities engaged and what they took, then how many there were; beside the quarter before and the same a year ago.
summary-about-trend = The same for each of the last quarters, eight at most; the one that runs is not whole.
summary-about-by-region = The same for each region of the world; what was online only has a row of its own.
summary-about-worked = The activities of each kind that engaged most people, with what was told about them, so that others learn from them.
summary-about-by-kind = The same for each kind of activity.
summary-about-by-country = The same for each country an activity took place in; what was online only has a row of its own.
summary-about-by-month = The same for each month, by the last day of an activity.
summary-about-ambassadors = Everybody who shared something, in alphabetical order, with what they did.
summary-about-standings = How the quarter ended for each ambassador, with every reason. For the team only.
summary-about-activities = Every activity with every answer. All other numbers are computed from these rows.
summary-about-dictionary = What each column means, how it is computed, and what a blank, “unknown” and “n/a” stand for.

# The cover.
summary-cover-in-short = In short
summary-cover-changed = What changed
summary-cover-community = Community
summary-cover-narrowed = Narrowed to
summary-cover-edition = Edition
summary-edition-team = For the team. It holds names and standings, so please keep it within the team.
summary-edition-public = For everybody. Names, standings, money and what people wrote to the team are left out.
summary-cover-made-at = { $at } ({ $zone }), by version { $version } of the program’s settings
summary-cover-full = Full reports
summary-cover-full-of = { $held ->
    [0] None yet
    [one] { $full } of 1 report
   *[other] { $full } of { $held } reports
}
summary-cover-state = State
summary-cover-provisional = Provisional. Reports for this quarter count until { $until }, so the numbers may still change.
summary-cover-closed = The quarter is closed; these are its final numbers.
summary-cover-made = Made
summary-cover-further-sheets = They are more than one sheet can hold, so they go on in further ones, up to “{ $last }”: { $sheets } sheets in all.
summary-contents-sheet = Sheet
summary-contents-about = What it holds

summary-short-attendees = An event brought { $attendees ->
    [one] one person
   *[other] { $attendees } people
} together on average.
summary-short-attendees-of = An event brought { $attendees ->
    [one] one person
   *[other] { $attendees } people
} together on average; where people registered, { $percent } % of that number came.
summary-short-views = A post was seen { $views ->
    [one] once
   *[other] { $views } times
} on average.
summary-short-hours = Ambassadors gave { $hours ->
    [one] one hour
   *[other] { $hours } hours
}, as far as they are known.
summary-short-hours-of = Ambassadors gave { $hours ->
    [one] one hour
   *[other] { $hours } hours
}, as far as they are known; each hour for an event brought { $hour ->
    [one] one person
   *[other] { $hour } people
} together.
summary-changed-since = Since { $quarter }: { $sentence }
summary-changed-attendees = { $how ->
    [rose] People at an event rose from { $before } to { $now } on average.
    [fell] People at an event went from { $before } to { $now } on average.
   *[stayed] People at an event stayed at { $now } on average.
}
summary-changed-rate = { $how ->
    [rose] The attendance rate rose from { $before } % to { $now } %.
    [fell] The attendance rate went from { $before } % to { $now } %.
   *[stayed] The attendance rate stayed at { $now } %.
}
summary-changed-views = { $how ->
    [rose] Views of a post rose from { $before } to { $now } on average.
    [fell] Views of a post went from { $before } to { $now } on average.
   *[stayed] Views of a post stayed at { $now } on average.
}
summary-changed-hour = { $how ->
    [rose] People at an event for each hour given rose from { $before } to { $now }.
    [fell] People at an event for each hour given went from { $before } to { $now }.
   *[stayed] People at an event for each hour given stayed at { $now }.
}
summary-changed-countries = { $count ->
    [one] One country had an activity and none in the quarter before: { $names }.
   *[other] { $count } countries had an activity and none in the quarter before: { $names }.
}
summary-changed-nothing = there are no figures that both have.
summary-changed-first = There is no whole quarter to compare with yet.
summary-changed-not-yet = It is compared with the quarters before once it is over and whole.
summary-narrowed-kind = Kind: { $kind }
summary-narrowed-country = Country: { $country }
summary-narrowed-language = Language: { $language }
summary-short-thanks = { $ambassadors ->
    [one] One ambassador told
   *[other] { $ambassadors } ambassadors told
} us about { $activities ->
    [one] one activity
   *[other] { $activities } activities
} in { $countries ->
    [one] one country
   *[other] { $countries } countries
}. Thank you for every one of them.
summary-short-thanks-both = { $ambassadors ->
    [one] One ambassador told
   *[other] { $ambassadors } ambassadors told
} us about { $activities ->
    [one] one activity
   *[other] { $activities } activities
} in { $countries ->
    [one] one country
   *[other] { $countries } countries
} and online. Thank you for every one of them.
summary-short-thanks-online = { $ambassadors ->
    [one] One ambassador told
   *[other] { $ambassadors } ambassadors told
} us about { $activities ->
    [one] one activity, held online.
   *[other] { $activities } activities, held online.
} Thank you for every one of them.
summary-short-nothing-yet = Nothing has been shared for this quarter yet. The sheets are ready for the first activity.
summary-short-only-plans = { $planned ->
    [one] One activity is planned
   *[other] { $planned } activities are planned
} and waiting to be told about. The sheets are ready for the first report.

summary-nothing-yet = Nothing yet. The first activity that is shared will stand here.

# Charts.
summary-chart-no-figures = no figures
summary-chart-attendees = Attendees per event, quarter by quarter
summary-chart-attendees-alt = Column chart: how many people came to an event on average, by quarter. { $told }.
summary-chart-views = Views per post, quarter by quarter
summary-chart-views-alt = Column chart: how often a post was seen on average, by quarter. { $told }.
summary-chart-kinds = Hours given, by kind
summary-chart-kinds-alt = Bar chart: how many hours were given to each kind of activity. { $told }.
summary-chart-regions = Attendees, by region
summary-chart-regions-alt = Bar chart: how many people came to activities in each region of the world. { $told }.

# Answers and labels in cells.
summary-yes = yes
summary-no = no
summary-unknown = unknown
summary-not-applicable = n/a
summary-place-online = Online
summary-place-in-person = In person
summary-place-both = In person and online
summary-online-only = Online only
summary-deed = { $kind }: { $title }
summary-reason-none = No activity was shared for this quarter.

# Measures: heading, meaning, formula.
summary-attendees-per-event = Attendees per event
summary-attendees-per-event-meaning = How many people came to an event on average. Views of posts are not among them.
summary-attendees-per-event-formula = Sum of Attendees ÷ number of reported activities with Attendees
summary-views-per-post = Views per post
summary-views-per-post-meaning = How often a post was seen on average. People who came to events are not among them.
summary-views-per-post-formula = Sum of Views ÷ number of reported activities with Views
summary-attendees-per-hour = Attendees per hour
summary-attendees-per-hour-meaning = How many people came for each hour given.
summary-attendees-per-hour-formula = Sum of Attendees ÷ sum of Hours, over reported activities that have both
summary-views-per-hour = Views per hour
summary-views-per-hour-meaning = How often posts were seen for each hour given.
summary-views-per-hour-formula = Sum of Views ÷ sum of Hours, over reported activities that have both
summary-languages = Languages
summary-languages-meaning = In how many languages activities were.
summary-languages-formula = Number of different languages of reported activities that say theirs
summary-weeks = Weeks with an activity
summary-weeks-meaning = How activities are spread over the period. It is a hint and nothing else.
summary-weeks-formula = Number of different weeks, Monday to Sunday, with the last day of a reported activity
summary-advocates = Developer-advocate equivalent
summary-advocates-meaning = How many full-time developer advocates the hours given come to. An ambassador does at most a fifth of one’s work.
summary-advocates-formula = For each ambassador and quarter the sum of Hours, up to a fifth of full time; all of these ÷ full time, which is 40 hours a week
summary-attendees-total = Attendees in all
summary-attendees-total-meaning = How many people came in all. Somebody who came twice is counted twice.
summary-attendees-total-formula = Sum of Attendees of reported activities
summary-views-total = Views in all
summary-views-total-meaning = How often posts were seen in all.
summary-views-total-formula = Sum of Views of reported activities
summary-before-meaning = The same measure of the quarter before, where the program had all of it.
summary-year-meaning = The same measure of the same quarter a year before, where the program had all of it.
summary-before-formula = As the measure itself; whole quarters are compared with whole quarters only
summary-engagements-per-post = Engagements per post
summary-engagements-per-post-meaning = How often people reacted to a post on average.
summary-engagements-per-post-formula = Sum of Engagements ÷ number of reported activities with Engagements
summary-attendance-rate = Attendance rate
summary-attendance-rate-meaning = How many people came for each who registered. Above 100 % when more came than had registered.
summary-attendance-rate-formula = Sum of Attendees ÷ sum of Registrations, over reported activities where both are known and somebody registered
summary-hours-per-activity = Hours per activity
summary-hours-per-activity-meaning = How long an activity took on average, organizing and executing together.
summary-hours-per-activity-formula = Sum of Hours ÷ number of reported activities with Hours
summary-countries = Countries
summary-countries-meaning = In how many countries activities took place.
summary-countries-formula = Number of different countries of reported activities; online only has none
summary-planned-ahead-share = Planned ahead
summary-planned-ahead-share-meaning = How many of the activities were shared as a plan before they began, so that others could join or help.
summary-planned-ahead-share-formula = Reported activities planned ahead ÷ reported activities
summary-ambassadors = Ambassadors
summary-ambassadors-meaning = How many ambassadors reported an activity.
summary-ambassadors-formula = Number of different ambassadors of reported activities
summary-held = Activities
summary-held-meaning = Activities that were held and reported.
summary-held-formula = Number of rows whose State is Reported
summary-full-reports = Full reports
summary-full-reports-meaning = Reports with everything that is asked for their kind.
summary-full-reports-formula = Number of reported rows with a Full report
summary-hours-total = Hours given
summary-hours-total-meaning = The hours that ambassadors gave, as far as they are known.
summary-hours-total-formula = Sum of Hours of reported activities
summary-planned = Planned, no report so far
summary-planned-meaning = Activities that were shared as a plan and have no report so far. Some are still to come.
summary-planned-formula = Number of rows whose State is Planned
summary-cancelled = Cancelled
summary-cancelled-meaning = Activities that do not take place. They are not held against anyone.
summary-cancelled-formula = Number of rows whose State is Cancelled
summary-based-on-meaning = How many activities the value is computed from.
summary-based-on-formula = Number of activities that have what the formula needs; for a count, all activities

# Columns.
summary-column-measure = Measure
summary-column-this = This period: { $period }
summary-column-before = Quarter before: { $period }
summary-column-no-before = Quarter before
summary-column-year = A year before: { $period }
summary-column-no-year = A year before
summary-column-quarter = Quarter
summary-column-region = Region
summary-region-meaning = The region of the world that country is in.
summary-region-formula = As the United Nations divide the world (M49), with the Americas in two
summary-column-language = Language
summary-language-meaning = The language it was held or written in.
summary-column-dates = Several dates
summary-dates-meaning = Its own days, where there are several dates between the first and the last day.
summary-column-with = Organized with
summary-with-meaning = Who organized it too. It is one activity all the same.
summary-with-formula = Ambassadors who were named and said yes
summary-column-planned-on = Shared on
summary-planned-on-meaning = The day the plan was shared.
summary-planned-on-formula = The day it was where the program is
summary-column-expected = Expected reach
summary-expected-meaning = How many people it was thought to reach. It enters no measure.
summary-column-help = Help wanted
summary-help-meaning = What the team was asked to help with.
summary-column-help-words = Other help wanted
summary-help-words-meaning = What else was asked for, in the ambassador’s words.
summary-column-large = Large
summary-large-meaning = Whether the team was to know early, because it is large.
summary-column-notes = Plan in words
summary-notes-meaning = What the ambassador had in mind.
summary-column-reported-on = Reported on
summary-reported-on-meaning = The day the report was sent first.
summary-column-metrics = Counted beside
summary-metrics-meaning = What the ambassador counted of their own. It is never added up.
summary-column-practical = Practical numbers
summary-practical-meaning = Which numbers were practical to find, as a note to the team.
summary-column-done = What was done
summary-done-meaning = What was done, in the ambassador’s words.
summary-column-came-of-it = What came of it
summary-came-of-it-meaning = What came of it, in the ambassador’s words.
summary-column-links = Links
summary-links-meaning = Where to read about it and where it can be seen.
summary-column-mark = Engagement by
summary-mark-meaning = What is counted, by which an activity of this kind stands here.
summary-mark-formula = Engagements where the kind asks for them, else Attendees, else Views; up to three of each kind, of those with something told about them
summary-column-count = How many
summary-count-meaning = How many of what is counted.
summary-count-formula = The answer of the activity’s report
summary-column-together = What they organized with others
summary-own-meaning = A field of the program’s own.
summary-column-unit = Unit
summary-column-based-on = Based on activities
summary-column-formula = How it is computed
summary-column-month = Month
summary-column-did = What they did
summary-column-plans = What they have planned
summary-column-standing = Standing
summary-column-counted = Reports that count
summary-column-goal-of-quarter = Goal of the quarter
summary-column-reasons = Reasons

summary-column-ambassador = Ambassador
summary-ambassador-meaning = Who carried the activity.
summary-column-home-country = Home country
summary-home-country-meaning = The country the ambassador carries the program in.
summary-column-kind = Kind
summary-kind-meaning = The kind of activity, by the program’s settings.
summary-column-counts = Kind counts
summary-counts-meaning = Whether a full report of this kind counts toward the goal of the quarter.
summary-counts-formula = By the program’s settings
summary-column-title = Title
summary-title-meaning = What the activity is called.
summary-column-state = State
summary-state-meaning = Whether it is planned, reported or cancelled.
summary-state-formula = Planned until there is a report
summary-column-starts-on = First day
summary-starts-on-meaning = The day it began.
summary-column-ends-on = Last day
summary-ends-on-meaning = The day it ended. It counts in the quarter and the month of this day.
summary-column-days = Days
summary-days-meaning = How many days it lasted.
summary-days-formula = Last day − First day + 1; where there are several dates, only their own days
summary-column-place = Place
summary-place-meaning = Whether it was online, in person, or both.
summary-column-city = City
summary-city-meaning = The city it took place in.
summary-column-country-code = Country code
summary-country-code-meaning = The country it took place in, as a code.
summary-column-country = Country
summary-country-meaning = The country it took place in.
summary-column-planned-ahead = Planned ahead
summary-planned-ahead-meaning = Whether the plan was shared before the first day.
summary-planned-ahead-formula = Yes when the plan was shared on an earlier day than First day, in the program’s time zone
summary-column-full = Full report
summary-full-meaning = Whether the report has everything that is asked for its kind.
summary-full-formula = Yes when every needed answer is given; “n/a” is an answer, “unknown” is not one yet
summary-goal-meaning = What it was to achieve.
summary-registrations-meaning = How many people registered.
summary-attendees-meaning = How many people came.
summary-hours-to-organize-meaning = Time spent preparing.
summary-hours-to-execute-meaning = Time spent holding it.
summary-audience-meaning = Whom a post was for.
summary-views-meaning = How often a post was seen.
summary-engagements-meaning = How often people reacted to a post.
summary-reshares-meaning = How often a post was passed on.
summary-column-hours = Hours
summary-hours-meaning = Time it took altogether.
summary-hours-formula = Hours to organize + Hours to execute
summary-column-activity-id = Activity identifier
summary-activity-id-meaning = Names the activity for good, for joining with other records.
summary-column-ambassador-id = Ambassador identifier
summary-ambassador-id-meaning = Names the ambassador for good, also where two have the same name.

summary-person-held-meaning = Activities that this ambassador held and reported.
summary-did-meaning = What this ambassador held and reported, in the order of the days.
summary-did-formula = Kind and Title of their rows whose State is Reported
summary-together-meaning = What others held and this ambassador organized too, in the order of the days.
summary-together-formula = Kind and Title of reported rows that name them under Organized with
summary-plans-meaning = What this ambassador shared as a plan and has not reported so far.
summary-plans-formula = Kind and Title of their rows whose State is Planned
summary-standing-meaning = How the quarter ended. It describes reports, never a person, and nothing follows from it by itself.
summary-standing-formula = Written when the quarter was closed, by the rules of the program
summary-counted-meaning = How many full reports count toward the goal.
summary-counted-formula = Number of full reports in time, of kinds that count
summary-goal-of-quarter-meaning = How many full reports the program hopes for.
summary-reasons-meaning = Everything the standing rests on.

summary-dictionary-sheet = Sheet
summary-dictionary-column = Column
summary-dictionary-meaning = What it means
summary-dictionary-unit = Unit
summary-dictionary-blank = When there is no value

summary-unit-text = text
summary-unit-flag = yes or no
summary-unit-day = date
summary-unit-days = days
summary-unit-code = ISO 3166-1 code
summary-unit-people = people
summary-unit-people-per-hour = people per hour
summary-unit-percent = percent
summary-unit-views-per-hour = views per hour
summary-unit-languages = languages
summary-unit-weeks = weeks
summary-unit-posts = full-time posts
summary-unit-count = number
summary-unit-mark = as in Engagement by
summary-unit-measure = as the measure
summary-unit-hours = hours
summary-unit-countries = countries
summary-unit-activities = activities
summary-unit-views = views
summary-unit-reactions = reactions
summary-unit-reshares = reshares
summary-unit-link = web address
summary-unit-id = UUID

summary-formula-told = As the ambassador told it
summary-formula-profile = From the ambassador’s profile
summary-formula-settings = By the program’s settings
summary-formula-given = Given when it was first saved

summary-blank-never = Never blank.
summary-blank-answer = 0 is a zero somebody counted. “unknown”: not known (yet). “n/a”: does not apply to this activity. Blank: not asked for this kind, or not answered so far.
summary-blank-no-figures = Blank when no activity has the figures it needs; a 0 is a real zero.
summary-blank-city = Blank when it was online only, or no city was named.
summary-blank-country = Blank when it was online only.
summary-blank-compared = Blank when there is no such quarter, the program did not have all of it, or this one is not over.
summary-blank-name = Blank when the name is no longer known.
summary-blank-with = Blank when there is nobody, or nothing.
summary-blank-dates = Blank when it was all one.
summary-blank-language = Blank when it was not said.
summary-blank-plan = Blank when the plan did not say.
summary-blank-report = Blank when there is no report so far.
summary-blank-not-told = Blank when nothing was told.
summary-blank-links = Blank when there are none.
summary-blank-hours = Blank when there are none, or one of the two is asked for and not known.
summary-blank-did = Blank when there is no report so far.
summary-blank-plans = Blank when no plan is open.

# What was paid for activities. For the team only.
summary-sheet-funding = Funding
summary-about-funding = What was promised and paid for activities, as it stood when this was made: what each aimed for beside what came of it. For the team only.
summary-cost = What it cost
summary-cost-meaning = What was paid for these activities, in the program’s currency at the rates frozen when it was approved.
summary-cost-formula = Sum of “Paid, in the program’s currency” on the sheet “Funding”
summary-cost-per-attendee = Cost per attendee
summary-cost-per-attendee-meaning = What was paid for each person who came, over activities that something was paid for and whose attendees are known.
summary-cost-per-attendee-formula = Sum of “Paid, in the program’s currency” ÷ sum of attendees, of these activities
summary-unit-money = money, in its own currencies
summary-unit-program-money = money, in the program’s currency
summary-formula-rate = The amount in its own currencies, at the rates frozen when it was approved
summary-blank-no-cost = Nothing was paid for these activities.
summary-blank-not-paid = It is not paid yet.
summary-blank-another-currency = The program kept its books in another currency then.
summary-blank-erased = Their data is erased.
summary-column-request = Request
summary-request-meaning = What the request for funds is called.
summary-column-funding-kind = What it is for
summary-funding-kind-meaning = The kind of funds that was asked for.
summary-request-ambassador-meaning = Who asked for it.
summary-column-funded-activity = Activity
summary-column-outcomes = What it aimed for
summary-outcomes-meaning = The outcomes the request aims for, in the ambassador’s words.
summary-column-aimed = People aimed for
summary-aimed-meaning = How many people the request aims for.
summary-column-came = People who came
summary-came-meaning = Attendees, as the activity’s report has them.
summary-column-asked = Asked for
summary-asked-meaning = What was asked for.
summary-column-approved = Approved
summary-approved-meaning = What was approved.
summary-column-approved-value = Approved, in the program’s currency
summary-approved-value-meaning = What was approved, at the rates of that day.
summary-column-paid = Paid
summary-paid-meaning = What was paid: the smaller of what was approved and what was invoiced.
summary-column-paid-value = Paid, in the program’s currency
summary-paid-value-meaning = What was paid, at the rates of the approval.
summary-column-paid-on = Paid on
summary-paid-on-meaning = The day it was paid.
summary-request-per-attendee-meaning = What was paid for this request for each person who came to its activity.
summary-request-per-attendee-formula = Paid, in the program’s currency ÷ People who came
summary-column-stands = Where it stands
summary-stands-meaning = Where the request stood when this was made.
quarter-funding-lead = What each request aimed for, beside what came of it. Money is as it stands today; a workbook has it as it stood when it was made.
quarter-funding = { $count ->
    [one] One request for funds
   *[other] { $count } requests for funds
}
quarter-download-funding = Funding as columns (Parquet)
