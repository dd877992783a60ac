"""English words by what they tell: nothing, a scene, little, or how a story ends.

Written by hand, as no list of frequencies says which words name a moment and which ones tell it. A
word that stands in none of these is rare; what two texts have in common of such words is no chance.
"""

#: Tell nothing, wherever they stand.
FUNCTION = """
a about above across after again against ago all almost along already also although always am among
an and another any anybody anyone anything are around as at away back be because been before behind
being below beside between both but by can cannot could did do does doing done down during each
either else enough even ever every everybody everyone everything far few first for from further get
gets got had has have having he hence her here hers herself him himself his how however i if in
instead into is it its itself just kind last least less let like little long lot made make makes
making many may me might mine more most much must my myself near nearly neither never next no nobody
none nor not nothing now of off often on once one only or other others our out over own part people
perhaps quite rather s said same say saying says second see seems seen several shall she should
since so some somebody someone something somewhere still such t than that the their them themselves
then there these they thing things third this those though three through thus till to together too
toward towards two under until up upon us very was way we well were what whatever when where whether
which while who whole whom whose why will with within without would yet you your
four five six seven eight nine ten eleven twelve twenty hundred thousand million dozen half quarter
fourth fifth sixth seventh eighth ninth tenth
parts chapter page scene shot film films movie movies series feature short episode sequel
prequel trilogy story plot character role actor actress cast director writer maker screen camera
audience cut credits title interview talk talks paper radio reports reporter review premiere
festival press trailer poster explained explains meaning means http https www com org net html htm
php amp news article january february march april june july august september october november
december monday tuesday wednesday thursday friday saturday sunday
"""

#: Name a moment: where, when, with what, and which sort of person is there.
SCENERY = """
afternoon age anniversary autumn beginning birthday christmas dawn day daylight days dinner dusk end
ending evening fog future hour hours ice lunch midday midnight minute moment month morning night
noon opening past rain season snow spring start storm summer sunrise sunset supper time today
tomorrow tonight turn visit weather week weekend wind winter year years yesterday breakfast meal
party airport alley apartment archive attic balcony bank bar barn basement bath bathroom bay beach bed
bedroom boat border bottom bridge building bus cafe camp canal car carriage castle cathedral cave
ceiling cellar cemetery centre chapel church cinema city cliff clinic club coast college corner
corridor country court courthouse courtroom courtyard crossing deck desert desk dock docks door
doorway driveway edge elevator entrance estate factory farm fence ferry field fire fireplace floor
forest front gallery garage garden gate ground hall hallway harbour harbor hill hospital hotel house
home inn inland island jetty kitchen lake land lane library lift lighthouse line lobby lodge lounge
market meadow mountain museum nightclub office orchard park path pier place plain plane platform
pool port prison pub quay rail railway reception restaurant river road rock rocks roof room rooftop
ruin school sea shed shop shore sky square stadium stage stairs stair staircase station step
steps store street studio table temple tent terrace theatre theater tower town track train tree
tunnel university valley village wall water waterfront window wood woods world yard zoo
armchair bag ball basket bell bench bicycle bike board book books bottle box brush bucket cage cake
calendar candle cap card case chair chest clock clothes coat coffee coin collar cup curtain dish
dress drink envelope flag flower food furniture glass glasses glove hat horse ink jacket key keys
knife ladder lamp lamps letter letters light lights list machine mail map mask match message mirror
money newspaper note notes object paint painting pen pencil phone photo photograph piano picture
piece pin pipe plate pot queue recording register ring rope scarf seat shirt shoe shoes
sign song stone suit suitcase tea telephone ticket tool toy umbrella uniform watch wheel wine clerk
baker barman boy boys captain chief child children colleague companion cook couple crew crowd
customer dancer doctor driver figure fisherman friend friends gentleman girl guard guest guests
inspector jury king lady landlady lawyer lodger man manager men minister musician neighbour neighbor
officer owner passenger pilot police policeman priest prince queen reader sailor servant soldier
acquaintance stranger student teacher team tenant visitor waiter woman women worker young younger
old older face hand hands head eye eyes foot feet arm arms voice name names word words number rule rules
alone early late later inside outside north south east west left right top upstairs downstairs
witness trial arrival departure meeting conversation journey walk ride drive game
dance chase fight concert speech lesson exercise preparation introduction aftermath interlude
"""

#: So common that two texts share one by chance.
ORDINARY = """
able accept act action add afraid agree air allow amount angry answer appear apply approach area
arrange arrive ask attempt attend attention avoid bad bare base beat beautiful become begin believe
belong best better big bit black blame blood blow blue body bold bother brand brave break breath
breathe bright bring broad brown build burn business busy buy call calm careful carry catch cause
certain chance change charge choose circle claim clean clear climb close closed cold collect colour
come comes command common complete concern connect consider contain continue control copy correct
cost count cover craft cross cry dark deal dear decide deep delay depend describe different
difficult direct dirty discover discuss double doubt draw dream drop dry due easy eat effort empty
enjoy enter entry equal escape event exact example except exchange expect experience explain express
fact fail fall familiar famous fast favour fear feel fill final find fine finger finish firm fit fix
flat fly follow force foreign forget form forward free fresh full funny gap gather gentle give glad
go good grace grant great green grey grow guess habit hang happen happy hard hate hear heart heat
heavy help hide high hold hole hope hot hunt hurry hurt idea image imagine important improve include
increase inspect interest issue job join judge jump keep kick knock know lack large laugh law lay
lead lean learn leave led lend level lie life listen live look loose lose loud love low luck main
manner mark matter mean measure meet memory mention mind miss mix mood move music narrow natural
neat need new nice noise normal notice obvious offer open order ordinary owe pack pain pair pass
patience patient pay peace pick plan play please point poor position possible pour power practise
precise prefer prepare present pretend pretty prevent price private prize problem produce promise
proper protect prove public pull pursue push put quarrel question quick quiet raise reach react read
ready real reason receive recognise red refuse region rein remain remember remove repeat reply
report rescue rest result return rich rise risk roll rough round row rub run rush sad safe sail
scare seal search secret seek sell send sense separate serious serve service set settle shake shape
share sharp shine shock shout show shut side silence silent simple sing single sit situation size
skill sleep slide slip slow small smell smile smoke smooth soft solve sorry sort sound space speak
special speed spend split spot spread stand stare state stay stick stop straight strange strike
stroke strong study stuff subject succeed sudden suffer suggest supply support suppose sure surprise
sweet swim swing system take tall taste teach tear tell term test thank theme thick thin think throw
tie tired touch trade travel trouble true trust try twist understand use usual value view wait wake
wander want warm warn wash waste wave weak wear weight welcome wet wild wish wonder work worry worth
write wrong yellow
"""

#: Turns of speech that announce a turn of the story.
MARKERS = (
    "turns out",
    "turn out to be",
    "proves to be",
    "prove to be",
    "in the end",
    "at last",
    "finally",
    "all along",
    "after all",
    "secretly",
    "in truth",
    "is revealed",
    "reveals",
    "the one who",
    "the return of",
    "until he",
    "until she",
    "herself",
    "himself",
)

#: What tells how a story goes, by what it tells: words of one line mean the same thing.
OUTCOMES = (
    "die dead death deadly kill killer murder murderer slay slain shoot shot assassin assassinate"
    " grave funeral corpse drown hang hanged strangle stab behead execute execution poison poisoner"
    " perish suicide sacrifice fatal mortal bury burial coffin",
    "survive survivor alive resurrect resurrection undead revive",
    "return reappear comeback reappearance",
    "father mother dad mum mom son daughter brother sister twin sibling parent grandfather"
    " grandmother grandson granddaughter grandchild uncle aunt nephew niece husband wife cousin"
    " stepfather stepmother godmother godfather orphan heir heiress kin",
    "marry marriage wedding bride groom engaged engagement betrothed widow divorce affair lover"
    " kiss pregnant pregnancy elope",
    "betray betrayal traitor treason treachery mole informer conspirator conspiracy conspire",
    "impostor imposter disguise unmask alias identity clone pretender counterfeit undercover",
    "culprit guilty guilt innocent innocence thief theft steal robber rob robbery forger forgery"
    " blackmail blackmailer kidnap kidnapper perjury false falsely",
    "lie liar deceive deceit deception deceiver fake hoax",
    "win winner victory victorious triumph defeat beaten lose loss loser surrender vanquish",
    "escape flee fled rescue release acquit acquittal",
    "arrest capture prisoner imprison sentence sentenced convict conviction jail",
    "revenge avenge vengeance vendetta",
    "forgive forgiveness reconcile reconciliation reunite reunion",
    "wreck shipwreck sink explode explosion demolish destroy destruction collapse doom",
    "ghost haunt hallucination imaginary afterlife",
    "confess confession admit admission",
)

#: Forms that no ending explains.
IRREGULAR = {
    word: base
    for base, words in {
        "begin": "began begun",
        "break": "broke broken",
        "bring": "brought",
        "build": "built",
        "burn": "burnt",
        "buy": "bought",
        "catch": "caught",
        "choose": "chose chosen",
        "come": "came",
        "die": "died dying dies dead death deaths",
        "draw": "drew drawn",
        "drive": "drove driven",
        "eat": "ate eaten",
        "fall": "fell fallen",
        "feel": "felt",
        "fight": "fought",
        "find": "found",
        "fly": "flew flown",
        "forget": "forgot forgotten",
        "give": "gave given",
        "go": "went gone goes",
        "grow": "grew grown",
        "hear": "heard",
        "hide": "hid hidden",
        "hold": "held",
        "keep": "kept",
        "know": "knew known",
        "leave": "leaving leaves",
        "lie": "lied lying lies",
        "light": "lit lighted",
        "lose": "lost loss",
        "man": "men",
        "meet": "met",
        "pay": "paid",
        "put": "putting",
        "read": "reading",
        "ring": "rang rung",
        "rise": "rose risen",
        "run": "ran running",
        "see": "saw",
        "sell": "sold",
        "send": "sent",
        "shake": "shook shaken",
        "shoot": "shot",
        "sing": "sang sung",
        "sink": "sank sunk",
        "sit": "sat",
        "sleep": "slept",
        "speak": "spoke spoken",
        "stand": "stood",
        "steal": "stole stolen",
        "swear": "swore sworn",
        "swim": "swam swum",
        "take": "took taken",
        "teach": "taught",
        "tell": "told",
        "think": "thought",
        "throw": "threw thrown",
        "wake": "woke woken",
        "wear": "wore worn",
        "win": "won",
        "woman": "women",
        "write": "wrote written",
    }.items()
    for word in words.split()
}
