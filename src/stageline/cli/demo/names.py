"""What the people, businesses and deals of the sample are called; all of it invented."""

BUSINESSES = (
    "Alder Insurance", "Aldervik Council", "Amberline Rail", "Bellavista Foods", "Birchwood Schools", "Bluefin Marine",
    "Brightwater Utilities", "Calder Hospitals", "Castellan Hotels", "Cedar & Sons", "Corvid Security", "Delft Optics",
    "Eastgate Retail", "Elmtree Housing", "Fairweather Travel", "Fjord & Sons", "Foxglove Pharma", "Granite Works",
    "Greenfield Farms", "Harbour Freight Lines", "Hazel Publishing", "Helix Labs", "Highmoor Quarries",
    "Ironbridge Works", "Jasmine Tea House", "Juniper Spirits", "Kestrel Aviation", "Kingfisher Media",
    "Larkfield Housing", "Lighthouse Credit Union", "Linden Clinics", "Lumen Studios", "Maple Logistics",
    "Meridian Foods", "Millrace Breweries", "Nightingale Care", "Nordlicht Energie", "Oakline Union", "Orchard Bank",
    "Otterbach Textil", "Pinecrest Resorts", "Polder Machines", "Quayside Offices", "Redwood Furniture",
    "Riverbend Water", "Saltmarsh Energy", "Silverfern Dairy", "Starling Telecom", "Stonebridge Legal",
    "Tailwind Logistics", "Tamarind Markets", "Thistle Wool", "Tidewater Ports", "Umber Ceramics", "Verano Textiles",
    "Vinehill Estates", "Westwind Turbines", "Willow Therapeutics", "Wrenfield Builders", "Yarrow Cosmetics",
)  # fmt: skip

FIRST_NAMES = (
    "Ann", "Bilal", "Carla", "Dmitri", "Elisa", "Femke", "Greta", "Hugo", "Ines", "Joss", "Karin", "Luca", "Maja",
    "Nils", "Olga", "Piotr", "Queenie", "Rolf", "Sigrid", "Theo", "Uma", "Victor", "Wiebke", "Xenia", "Yusuf", "Zoe",
)  # fmt: skip
LAST_NAMES = (
    "Abara", "Becker", "Conti", "Dahl", "Eriksen", "Fontaine", "Grant", "Hartley", "Ivanova", "Jansen", "Kowalska",
    "Lindt", "Marsh", "Nowak", "Osei", "Petrov", "Quist", "Rossi", "Sander", "Tran", "Ueda", "Villa", "Weber", "Yilmaz",
)  # fmt: skip
JOB_TITLES = ("Head of Operations", "Chief Financial Officer", "IT Director", "Purchasing Manager", "Managing Director",
              "Head of Sales", "Plant Manager", "Programme Lead")  # fmt: skip
CONTACT_ROLES = ("champion", "economic buyer", "decision maker", "influencer", "legal")

DEALS = (
    "Alarm desk", "Asset register", "Booking portal", "Claims intake", "Cold chain tracking", "Customer help desk",
    "Delivery planning", "Document archive", "Energy dashboard", "Field service app", "Fleet portal",
    "Grid maintenance suite", "Intranet renewal", "Invoice automation", "Leasing portal", "Loyalty cards",
    "Maintenance planner", "Member portal", "Museum tickets", "Order desk", "Partner extranet", "Plant spare parts",
    "Quality records", "Recipe planning", "Route planning", "Safety training", "Shift planning", "Spare parts shop",
    "Store sensors", "Supplier portal", "Tenant help desk", "Ticketing", "Visitor passes", "Warehouse terminals",
    "Workshop scheduling",
)  # fmt: skip
EXTRAS = ("", "", "", "", ", phase 2", ", renewal", ", pilot", " for the north")

NEXT_STEPS = ("Call back about the budget", "Send the reference list", "Prepare the quote", "Walk through the contract",
              "Meet the board", "Agree the start date", "Answer the legal questions", "Show the new report",
              "Visit the plant", "Confirm the scope")  # fmt: skip
# Those that are no talks.
PAPERWORK = frozenset({"Send the reference list", "Prepare the quote"})
NOTES = ("Mail of the buyer in the folder", "Said so in the call", "Minutes of the meeting", "Confirmed by phone",
         "Letter of intent", "Slide 4 of their plan")  # fmt: skip
BACK_REASONS = ("The budget holder has changed", "The scope is open again", "They want a second quote",
                "Legal has found an obstacle")  # fmt: skip
COMPETITORS = ("Incumbent tool", "Harrow Systems", "In-house build", "Bluebird Suite")
