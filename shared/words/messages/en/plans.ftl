# Plans: several dates, help, organizing together, forms kept for later, drafts with their reviews, and the team's view.

plans-language = Language
plans-language-hint = The one it is held or written in, such as English or Português.
plans-links = Links
plans-links-hint = Pages where people can read about it, one on a line, each starting with https://
plans-date-number = First day of date { $number }
plans-date-number-end = Last day of date { $number }
plans-date-add = Add another date
plans-date-hint = Leave it empty to take this date out.
plans-reach = How many people do you expect?
plans-reach-hint = A guess is fine.
plans-help = Would you like help?
plans-help-hint = Tick whatever would be useful.
plans-help-words = Something else we could help with
plans-large = This is a large one: the team should know early
plans-large-hint = We write to the organizers right away, with the help you ask for.
plans-with = Who organizes it with you?
plans-with-hint = E-mail addresses of up to five other ambassadors, one on a line. We ask them; it then counts for them too.
plans-more = Help, people and numbers
plans-more-hint = All of this can wait.
plans-save = Save for later
plans-too-large = This is more than we can keep for later. Please shorten it, or send it as it is.

help-design = Design
help-marketing = Marketing
help-operations = Operations
help-speakers = Speakers

started-title = Started
started-lead = Kept as you typed it. Nobody else sees it.
started-plan = Plan
started-plan-of = Plan: { $title }
started-change = Change of a plan: { $title }
started-report = Report: { $title }
started-until = Kept until { $day }.
started-drop = Throw it away
started-here = This is as you typed it last, and not sent yet.

together-title = Did you organize this together?
together-asked = { $name } named you. If it was your work too, it counts for you once it is reported.
together-yes = Yes, count it for me too
together-no = No
together-read-only = { $name } plans and reports this. You organized it together, so it counts for you too.
together-open = { $name } plans and reports this.
together-not = You said that you did not organize this. You can still change that until the quarter closes.
together-own = This activity is your own, so it counts for you already.
together-with = Organized with
together-named = People you named
together-report = The report
together-no-report = There is no report so far.

draft-review-title = A draft, before you publish
draft-review-lead = If you like, the team reads it twice before it goes out, and then helps to spread it. Your report does not wait for that.
draft-review-link = Link to the draft
draft-review-link-hint = A page the team can open, starting with https://
draft-review-text = Or the text itself
draft-review-send = Hand in the draft
draft-review-send-again = Hand in a new version
draft-review-waits-first = Thank you. It waits for its first review.
draft-review-waits-final = The first review is through. It waits for the final one.
draft-review-change = There is a word from the team below. When you have been over it, hand in a new version.
draft-review-ready = It is ready: please publish it, and we will help to spread it. Thank you!
draft-review-history = What happened so far
draft-review-handed-in = Handed in
draft-review-said-first-ready = First review: ready for the final one
draft-review-said-first-change = First review: please change something
draft-review-said-final-ready = Final review: ready to publish
draft-review-said-final-change = Final review: please change something
draft-review-latest = The draft as it is now
draft-review-first = First review
draft-review-final = Final review
draft-review-verdict = What do you say?
draft-review-verdict-ready = It is ready
draft-review-verdict-change = Please change something
draft-review-words = A word to the author
draft-review-words-hint = Needed when something is to be changed. Thank them first.
draft-review-send-review = Send the review
draft-review-own = This draft is your own; somebody else in the team reads it.
draft-review-authors-turn = Changes were asked for already, so it is the author’s turn now.
draft-review-ready-already = This draft is ready already; nothing more is to be done about it.
draft-review-other-round = Somebody was here before you, so the review at hand is another one now. Please open the draft anew.
draft-review-too-often = This draft has gone to and fro many times. Please talk it over by mail; your report does not depend on it.
draft-review-another = A different draft has been handed in from elsewhere.
draft-review-none = This kind of activity has no drafts to read.

team-activities-title = Activities
team-activities-lead = What ambassadors plan and report, quarter by quarter.
team-activities-large = Large plans
team-activities-drafts = Drafts that wait for a review
team-activities-caption = { $quarter }, in no particular order
team-activities-who = Ambassador
team-activities-what = Show
team-activities-all = Everything
team-activities-planned = Still to come
team-activities-held = Held, not reported
team-activities-reported = Reported
team-activities-country = Country
team-activities-show = Show
team-activities-empty = Nothing here yet
team-activities-empty-more = Plans and reports of this quarter are listed here as soon as there are any.
team-activities-before = Earlier: { $quarter }
team-activities-after = Later: { $quarter }
team-activities-help = Help wanted
team-activities-back = Back to the activities
team-activities-is-large = Large
team-activities-reach = Expected people
team-activities-report = The report
team-activities-report-none = There is no report yet.
team-activities-history = History
team-activities-planned-at = Shared { $day }
team-activities-reported-at = First reported { $day }
team-activities-changed-at = Report changed { $day }
team-activities-draft = The draft

desk-activities = Activities
desk-drafts-waiting = { $count ->
    [one] One draft waits for a review
   *[other] { $count } drafts wait for a review
}
desk-large-plans = { $count ->
    [one] One large plan with help wanted
   *[other] { $count } large plans with help wanted
}
desk-activities-link = See all activities

letter-kind-large-plan = Word about a large plan
letter-kind-organized-together = Question whether something was organized together
letter-kind-draft-reviewed = Review of a draft

large-plan-letter-subject = { $program }: a large activity is planned
large-plan-letter-preheader = What it is, when and where, and what help is wanted.
large-plan-letter-thanks = Thank you for backing the ambassadors of { $community }. { $name } is planning something large and lets you know early.
large-plan-letter-what = What
large-plan-letter-when = When
large-plan-letter-when-span = { $first } to { $last }
large-plan-letter-where = Where
large-plan-letter-help = Help wanted
large-plan-letter-no-help = None so far
large-plan-letter-action = Open the plan
large-plan-letter-why = You get this letter because you are an organizer of { $program }.

together-letter-subject = { $program }: did you organize something together?
together-letter-preheader = One click, and it counts for you too.
together-letter-thanks = Thank you for all you do for { $community }. { $name } named you as organizing this together:
together-letter-step = If it was your work too, it counts for you as soon as { $name } reports on it. You have nothing to type.
together-letter-action = Say yes or no
together-letter-why = You get this letter because another ambassador of { $community } named you on a plan. It comes once.

draft-letter-subject = { $program }: your draft was read
draft-letter-preheader-ready = Good news inside.
draft-letter-preheader-change = The team has a word for you.
draft-letter-thanks = Thank you for your draft of “{ $title }”.
draft-letter-first-ready = The first review is through. Next comes the final one, and there is nothing for you to do.
draft-letter-final-ready = It is ready to publish. Tell us when it is out and we will help to spread it.
draft-letter-change = The team read it and would like something changed before it goes out.
draft-letter-words = In their words:
draft-letter-action = Open your draft
draft-letter-why = You get this letter because you handed in a draft in { $program }.

page-nav-activities = Activities
