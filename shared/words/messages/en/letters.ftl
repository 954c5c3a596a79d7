# Letters. They thank before they ask, and no number comes without what it counts.

letter-greeting = Hello { $name },
letter-greeting-nobody = Hello,
letter-support = Questions? Reply to this letter or write to { $support }: a person of the team reads it.
letter-words = What the team says about your application:
letter-reasons = In detail:
letter-progress =
    { $goal ->
        [one] { $full } of 1 activity reported in full
       *[other] { $full } of { $goal } activities reported in full
    }
letter-progress-beyond =
    { $goal ->
        [0]
            { $full ->
                [one] 1 activity reported in full
               *[other] { $full } activities reported in full
            }
        [one] { $full } activities reported in full, where the program hopes for 1
       *[other] { $full } activities reported in full, where the program hopes for { $goal }
    }
letter-more =
    { $count ->
        [one] 1 more is on your page.
       *[other] { $count } more are on your page.
    }

letter-receipt-subject = Thank you for applying to { $program }
letter-receipt-preheader = One step is left: please confirm that this address is yours.
letter-receipt-thanks = Thank you for applying to { $program }. It is good to know that you want to do more for { $community }.
letter-receipt-step = One step is left: please confirm that this address is yours. Then your application goes to the team, and a person reads it.
letter-receipt-action = Confirm my address
letter-receipt-then = After that there is nothing more for you to do. We write to you here when there is a decision.
letter-already-applied-subject = Your application is with us already
letter-already-applied-preheader = Thank you for writing again. What you sent first stands.
letter-already-applied-thanks = Thank you for wanting to do more for { $community }.
letter-already-applied-news = An application from this address is with us already, and it stands as you sent it first. To add something, just reply to this letter. The link below confirms your address, if that is still open, and shows where the application stands.
letter-already-applied-action = See my application
letter-receipt-why = You get this letter because somebody applied to { $program } with this address. If it was not you, please leave it aside: without the confirmation nothing happens.

letter-follow = To see where your application stands at any time, keep this link to yourself:

letter-draft-saved-subject = Your form for { $program } is kept
letter-draft-saved-preheader = Thank you for starting. You can go on whenever you like within 30 days.
letter-draft-saved-thanks = Thank you for starting an application to { $program }.
letter-draft-saved-kept = We keep what you have written so far for 30 days. Nobody of the team sees it before you send it. Each time you save it again, the 30 days begin anew.
letter-draft-saved-action = Go on with my form
letter-draft-saved-why = You get this letter because somebody saved a form for { $program } with this address. If it was not you, please leave it aside: nothing happens, and the form goes by itself.

letter-form-incomplete-subject = Your application to { $program }: a few things are missing
letter-form-incomplete-preheader = Thank you for applying. Everything you wrote is kept; a little is missing.
letter-form-incomplete-thanks = Thank you for applying to { $program }. It is good to know that you want to do more for { $community }.
letter-form-incomplete-news = We could not read all of what came from the site where you applied, so it is not with the team yet. Nothing you wrote is lost: the form has it, and shows what is missing. We keep it for 30 days.
letter-form-incomplete-action = Complete my application

letter-status-link-subject = Where your application to { $program } stands
letter-status-link-preheader = Thank you for asking. The link in this letter shows it at any time.
letter-status-link-thanks = Thank you for your interest in { $program }. Here is the link you asked for.
letter-status-link-action = See my application
letter-status-link-keep = It works for more than a year, without signing in. Please keep it to yourself: whoever has it can read your application, change it and take it back.
letter-status-link-why = You get this letter because somebody asked where the application with this address to { $program } stands. If it was not you, please leave it aside.

letter-sign-in-subject = Your sign-in link for { $program }
letter-sign-in-preheader = It works once, within ten minutes, in the browser you asked from.
letter-sign-in-link = Thank you for coming by. Here is your link to sign in. It works once, within ten minutes, in the browser you asked from.
letter-sign-in-action = Sign in
letter-sign-in-why = You get this letter because somebody asked to sign in to { $program } with this address. If it was not you, please leave it aside and keep it to yourself: nobody gets in without this link.

letter-team-invitation-subject = You are in the team of { $program }
letter-team-invitation-preheader = Thank you for helping. Here is what you can do, and where to begin.
letter-team-invitation-thanks = Thank you for helping with { $program }. The people who run the program for { $community } have made you one of the team.
letter-team-invitation-roles = What you can do now:
letter-team-invitation-organizer = As an organizer: decide about applications, see what needs the team, follow the quarters, and invite others.
letter-team-invitation-treasurer = As a treasurer: keep the budget, decide about requests for funds and see that people are paid.
letter-team-invitation-reviewer = As a reviewer: read the applications and say what you see in them. The organizers decide.
letter-team-invitation-step = To begin, sign in with this address. You need no password: we send you a link each time.
letter-team-invitation-action = Sign in
letter-team-invitation-why = You get this letter because an organizer of { $program } invited you with this address. If you would rather not, just reply to this letter.

letter-welcome-subject = Welcome to { $program }
letter-welcome-preheader = Thank you for applying. You are an ambassador now, and here are good first steps.
letter-welcome-thanks = Thank you for applying, and welcome: you are now an ambassador of { $community }. We look forward to what you will do, and we are here to help with it.
letter-welcome-steps = Good first steps:
letter-welcome-introduce = Introduce yourself where { $community } meets online, so that people know whom to turn to.
letter-welcome-conduct = Read the code of conduct of { $community } and agree to it. As an ambassador you stand for it.
letter-welcome-plan = Sign in and share what you have in mind for your first activity. A few words are enough to begin with.
letter-welcome-handbook = The handbook tells how the program works:
letter-welcome-action = Plan my first activity
letter-welcome-why = You get this letter because you applied to { $program } with this address.

letter-kept-in-pool-subject = Your application to { $program }
letter-kept-in-pool-preheader = Thank you for applying. It stays with us for later rounds, and you have nothing to do for that.
letter-kept-in-pool-thanks = Thank you for applying to { $program }, and for the time and thought you put into it.
letter-kept-in-pool-news = In this round we chose other people. Your application stays in our pool: we read it again in every later round, and you have nothing to do for that.
letter-kept-in-pool-close = If something about you has changed, or if you would rather have your application removed, just reply to this letter.
letter-kept-in-pool-why = You get this letter because you applied to { $program } with this address.

letter-declined-subject = Your application to { $program }
letter-declined-preheader = Thank you for applying. Here is what we decided.
letter-declined-thanks = Thank you for applying to { $program }, and for the time and thought you put into it.
letter-declined-news = We read your application with care, and decided not to go on with it.
letter-declined-close = What you do for { $community } counts with or without a title, and we hope you go on with it. If you would like to talk about this, just reply to this letter.
letter-declined-why = You get this letter because you applied to { $program } with this address.

letter-check-in-subject = Your activities in { $quarter } so far
letter-check-in-thanks = Thank you for what you do for { $community }. The quarter { $quarter } ends on { $ends }, and this is what we have from you so far:
letter-check-in-nothing = Nothing is recorded for this quarter yet. If you did something, however small, it takes a few minutes to share. If this is a quiet quarter for you, that is fine: the page below has a place to say so.
letter-check-in-open = Reports that are complete by { $until } count for this quarter.
letter-check-in-enough = The goal of the quarter is reached. Whatever you add until { $until } still goes into its record.
letter-check-in-action = Open my activities
letter-check-in-why = You get this letter because you are an ambassador of { $community }. It comes once a quarter, and not while you are on a pause.

letter-quarter-result-subject = Your quarter { $quarter } in { $program }
letter-quarter-result-thanks = Thank you for being an ambassador of { $community }. The quarter { $quarter } is closed, and this is what it shows.
letter-quarter-result-met = The goal of the quarter is reached. Thank you for all the work behind it.
letter-quarter-result-short = Not every quarter goes as planned, and nothing follows from this by itself. If you would like somebody to talk to, or if something is missing here, just reply to this letter: a person of the team answers.
letter-quarter-result-excused-preheader = You were on a pause, so nothing was expected of you.
letter-quarter-result-excused = You were on a pause, so nothing was expected of you and nothing is counted. We are glad that you are with us.
letter-quarter-result-new = You joined during this quarter, so only a part of it was yours. The next one is yours from its first day.
letter-quarter-result-action = Open my activities
letter-quarter-result-why = You get this letter because you are an ambassador of { $community } and a quarter has closed.

letter-summary-subject = Engagement summary for { $quarter }
letter-summary-preheader = What the ambassadors of { $community } reached in this quarter.
letter-summary-thanks = Thank you for running { $program }. The quarter { $quarter } is closed, and this is what its ambassadors reached:
letter-summary-attendees = People at an event, on average
letter-summary-views = Views of a post, on average
letter-summary-hours = Hours given
letter-summary-unknown = not known, as no report tells it yet
letter-summary-held = Activities held
letter-summary-held-count = { $held } in this quarter
letter-summary-full = Reported in full
letter-summary-full-count =
    { $held ->
        [one] { $full } of 1 activity
       *[other] { $full } of { $held } activities
    }
letter-summary-countries = Countries
letter-summary-countries-count = { $countries } with at least one activity
letter-summary-met = At the goal
letter-summary-short = Below the goal
letter-summary-excused = On a pause
letter-summary-new = New in this quarter
letter-summary-ambassadors =
    { $count ->
        [one] 1 ambassador
       *[other] { $count } ambassadors
    }
letter-summary-decide = Nothing follows from these numbers by itself. Whom to talk to, and about what, is for you to decide.
letter-summary-attached = The whole summary is attached as a workbook. It holds names, so please keep it within the team.
letter-summary-on-page = The whole summary is on the quarter’s page.
letter-summary-action = Open the summary
letter-glance-subject = { $program }: a glance at { $month }
letter-glance-preheader = What the ambassadors of { $community } have told about { $month } so far.
letter-glance-thanks = Thank you for running { $program }. This is what its ambassadors have told about { $month } so far:
letter-glance-nothing = Thank you for running { $program }. Nothing has been shared about { $month } yet; that can still come.
letter-glance-held = Activities reported
letter-glance-planned = Planned, no report so far
letter-glance-provisional = The numbers grow as reports come in. The whole engagement summary follows when { $quarter } closes.
letter-glance-action = Open the quarter
letter-summary-why = You get this letter because the settings of { $program } name this address for the engagement summary.
