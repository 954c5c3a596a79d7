# Readiness: five questions before the intake first opens.

readiness-title = Before the intake opens
readiness-lead = Five questions to answer together. They advise you; you decide.
readiness-form = The five questions
readiness-form-again = Answer again
readiness-yes = Yes
readiness-no = No
readiness-note = Note on “{ $question }”
readiness-send = Keep these answers
readiness-another-under-key = Other answers were already sent from this very page. They are safe. To answer once more, please open the page anew.

readiness-answering = Do members answer each other’s support questions?
readiness-answering-why = An ambassador program gives a title to what people already do. Where nobody answers yet, it would ask strangers to begin.
readiness-answering-instead = Open one place for questions, answer there yourselves for some months, and thank everybody who helps.
readiness-talks = Do members give talks where they live?
readiness-talks-why = Talks show that people carry the product further without being asked. Until some do, it is hard to know what ambassadors would need.
readiness-talks-instead = Find two or three people who would like to speak, and help each with one talk: slides, a room, somebody to rehearse with.
readiness-supported = Do you support those who do?
readiness-supported-why = A title without help wears volunteers out. Whoever is promised support has to get it.
readiness-supported-instead = Begin with what you can keep up: an answer within days, stickers, a call once a month. Then promise that.
readiness-product = Is the product past its beta?
readiness-product-why = Ambassadors speak with their own name for how it works. While much of it still changes, that puts them in a difficult place.
readiness-product-instead = Work with a small circle of early users until the product holds still, and keep their names: they may be your first ambassadors.
readiness-staff = Does more than one person look after the community?
readiness-staff-why = Ambassadors write, ask and plan all year round. One person alone cannot take a vacation.
readiness-staff-instead = Find a second person first, if only for a day a week, and share the mailbox from the start.

readiness-ready = Ready
readiness-ready-lead = Every answer is yes, so nothing speaks against opening the intake.
readiness-not-yet = Not yet
readiness-not-yet-lead = Here is why, and what would help more for now. The decision is yours.
readiness-why = Why
readiness-instead = What to do instead
readiness-open = Open the intake
readiness-open-anyway = Open the intake anyway
readiness-opened = The intake was opened on { $at } by { $by }.
readiness-opened-without = The intake was opened on { $at } by whoever runs the machine.
readiness-opened-with = It was opened with the answers of { $at }.
readiness-answered = Answers of { $at }
readiness-by = Answered by
readiness-nothing = Not answered yet
readiness-nothing-more = What you answer is kept here, every time, with who answered and when.
readiness-somebody = somebody who has left the team

readiness-soon-title = Applications open soon
readiness-soon = Thank you for your interest. The program is being prepared, and applications open soon. Please come back in a while; everybody is welcome to.

desk-open-intake = Open the intake
desk-open-intake-lead = Nobody can apply yet. Five questions help you see whether it is time.
desk-open-intake-link = Open the intake: answer five questions
