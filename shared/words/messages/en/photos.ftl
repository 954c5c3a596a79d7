# Photos of an activity.

photos-title = Photos
photos-lead = Pictures of “{ $activity }” say what numbers cannot. They are for the team, and optional.
photos-none = No photos yet
photos-none-text = Photos you send are listed here.
photos-arrived = Thank you, it has arrived. It shows here as soon as it has been looked at, mostly within seconds.
photos-look-again = Look again
photos-add = Add a photo
photos-file = The photo
photos-file-hint = JPEG or PNG, up to 20 MB. Please ask the people you can recognize in it.
photos-send = Send the photo
photos-after = One at a time; you come back to this page afterwards.
photos-full = { $most ->
    [one] There is one photo, and that is as many as there can be. Thank you!
   *[other] There are { $most } photos, and that is as many as there can be. Thank you!
}
photos-one = Photo { $number }
photos-size = ({ $width } × { $height } pixels)
photos-remove = Remove photo { $number }
photos-understood = All right
photos-back = Back to the activity
photos-empty = The file was empty, so it was not kept. Choosing it once more mostly helps.
photos-too-large = The file was larger than 20 MB, so it was not kept. Most phones can send a smaller copy of a photo.
photos-heic = This is a HEIC photo, which many computers cannot open, so it was not kept. Your phone can save it as JPEG: on an iPhone, send it to yourself by mail first.
photos-other-kind = This file is neither a JPEG nor a PNG picture, so it was not kept.
photos-too-many-pixels = The picture has more than 120 million pixels, so it was not kept. A smaller copy is very welcome.
photos-damaged = The picture could not be opened: it may have been cut off on its way. Please send it once more.
