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
summary-sheet-by-kind = By kind
summary-sheet-by-country = By country
summary-sheet-by-month = By month
summary-sheet-ambassadors = Ambassadors
summary-sheet-standings = Standings
summary-sheet-activities = Activities
summary-sheet-dictionary = Data dictionary

summary-about-overview = The whole program on one page: what activities reached and what they took, then how many there were.
summary-about-by-kind = The same for each kind of activity.
summary-about-by-country = The same for each country an activity took place in; what was online only has a row of its own.
summary-about-by-month = The same for each month, by the last day of an activity.
summary-about-ambassadors = Everybody who shared something, in alphabetical order, with what they did.
summary-about-standings = How the quarter ended for each ambassador, with every reason. For the team only.
summary-about-activities = Every activity with every answer. All other numbers are computed from these rows.
summary-about-dictionary = What each column means, how it is computed, and what a blank, “unknown” and “n/a” stand for.

# The cover.
summary-cover-in-short = In short
summary-cover-community = Community
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
summary-cover-made-at = { $at } ({ $zone })
summary-cover-settings = Program settings
summary-cover-settings-version = Version { $version }
summary-cover-further-sheets = They are more than one sheet can hold, so they go on in further ones, up to “{ $last }”: { $sheets } sheets in all.
summary-contents-sheet = Sheet
summary-contents-about = What it holds

summary-short-reach-and-hours = An activity reached { $reach ->
    [one] one person
   *[other] { $reach } people
} on average, those who came and those who saw a post, and { $hour ->
    [one] one person
   *[other] { $hour } people
} for each hour given.
summary-short-reach = An activity reached { $reach ->
    [one] one person
   *[other] { $reach } people
} on average, those who came and those who saw a post.
summary-short-attendance = Where people registered, { $percent } % of that number came.
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
summary-chart-reach = Reach per activity, month by month
summary-chart-people = People reached by an activity
summary-chart-kinds = Activities by kind
summary-chart-no-figures = no figures
summary-chart-reach-alt = Column chart: how many people an activity reached on average, by month. { $told }.
summary-chart-kinds-alt = Bar chart: how many activities of each kind were reported. { $told }.

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
summary-reach-per-activity = Reach per activity
summary-reach-per-activity-meaning = How many people an activity reached on average: those who came to an event, or how often a post was seen.
summary-reach-per-activity-formula = Sum of Reach ÷ number of reported activities with a Reach
summary-engagements-per-post = Engagements per post
summary-engagements-per-post-meaning = How often people reacted to a post on average.
summary-engagements-per-post-formula = Sum of Engagements ÷ number of reported activities with Engagements
summary-attendance-rate = Attendance rate
summary-attendance-rate-meaning = How many people came for each who registered. Above 100 % when more came than had registered.
summary-attendance-rate-formula = Sum of Attendees ÷ sum of Registrations, over reported activities where both are known and somebody registered
summary-hours-per-activity = Hours per activity
summary-hours-per-activity-meaning = How long an activity took on average, organizing and executing together.
summary-hours-per-activity-formula = Sum of Hours ÷ number of reported activities with Hours
summary-reach-per-hour = Reach per hour
summary-reach-per-hour-meaning = How many people were reached for each hour given.
summary-reach-per-hour-formula = Sum of Reach ÷ sum of Hours, over reported activities that have both
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
summary-reach-total = Reach in all
summary-reach-total-meaning = How many people were reached in all. Somebody who came twice is counted twice.
summary-reach-total-formula = Sum of Reach of reported activities
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
summary-column-value = Value
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
summary-column-reach = Reach
summary-reach-meaning = How many people it reached: those who came, or how often a post was seen.
summary-reach-formula = Attendees; where they are not a number, Views
summary-column-hours = Hours
summary-hours-meaning = Time it took altogether.
summary-hours-formula = Hours to organize + Hours to execute
summary-column-story = What happened
summary-story-meaning = What was done and what came of it, in the ambassador’s words.
summary-column-link = Link
summary-link-meaning = Where to read about it.
summary-column-activity-id = Activity identifier
summary-activity-id-meaning = Names the activity for good, for joining with other records.
summary-column-ambassador-id = Ambassador identifier
summary-ambassador-id-meaning = Names the ambassador for good, also where two have the same name.

summary-person-held-meaning = Activities that this ambassador held and reported.
summary-did-meaning = What this ambassador held and reported, in the order of the days.
summary-did-formula = Kind and Title of their rows whose State is Reported
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
summary-blank-reach = Blank when neither Attendees nor Views is a number.
summary-blank-hours = Blank when there are none, or one of the two is asked for and not known.
summary-blank-story = Blank when no story was told.
summary-blank-link = Blank when there is none.
summary-blank-did = Blank when there is no report so far.
summary-blank-plans = Blank when no plan is open.
