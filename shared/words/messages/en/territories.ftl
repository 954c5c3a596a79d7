# Territories: where people carry the program.

page-nav-territories = Territories

territories-title = Territories
territories-lead = Where people carry the program, and where somebody could begin it.
territories-empty = Nobody in any country yet
territories-empty-more = As soon as somebody applies or is accepted, their country is listed here with its people.
territories-legend = One square for each person: filled for active, half filled for on hold, open for an applicant.
territories-legend-scaled = One square for every { $people } people: filled for active, half filled for on hold, open for applicants.
territories-country = Country
territories-region = Region
territories-active = Active
territories-on-hold = On hold
territories-applicants = Applicants
territories-without = Countries without anybody yet
territories-load = { $place }: { $active } active, { $on_hold } on hold, { $applicants ->
    [one] one other applicant
   *[other] { $applicants } other applicants
}
territories-in-country = { $region }, { $country }
territories-not-placed = Not placed yet
territories-whole = All of { $country }

territory-lead-whole = One territory. Once many people share it, it can be split into regions or universities.
territory-lead-split = Split into { $count } regions.
territory-regions = Regions
territory-ambassadors = Ambassadors
territory-written = As they wrote it
territory-nothing-written = They wrote nothing about it
territory-nobody = No ambassadors here yet
territory-nobody-more = Whoever is accepted in this country will be listed here.
territory-place = Place people in regions
territory-split-title = Split { $country } into regions
territory-split-lead = Nobody moves by it: on the next page you place everybody, and whoever you do not place stays in sight.
territory-extend-title = Add regions
territory-extend-lead = Everybody who is placed stays where they are.
territory-names = Names of the regions or universities
territory-names-hint-split = One a line, at least two.
territory-names-hint-more = One a line.
territory-split-send = Split
territory-extend-send = Add
territory-back = All territories

placing-title = Place people in { $country }
placing-lead = Where we recognized the region they wrote, it is chosen already. Please look over it, then save.
placing-wrote = They wrote: { $written }
placing-send = Save
placing-back = Back to { $country }
placing-nobody = Nobody to place
placing-nobody-more = Whoever joins in this country can be placed here.

problem-too-few-regions = A country is split into at least { $least } regions. Please name another one.
problem-too-many-regions = These would be { $count } regions; at most { $most } can be kept apart. Please name fewer.
problem-region-twice = “{ $name }” is named twice, or is there already. Please name each region once.

continent-africa = Africa
continent-asia = Asia
continent-europe = Europe
continent-north-america = North America
continent-oceania = Oceania
continent-south-america = South America
continent-antarctica = Antarctica
