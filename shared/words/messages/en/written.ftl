# What an applicant wrote, where the program asks something else by now.

# $question: the name of the question in the settings.
written-unasked = No longer asked: { $question }
# The heading over such answers.
written-unasked-title = No longer asked
