extension Knowledge {
  /// More of n8n's nodes, for services that are met less often. Source: n8n, packages/nodes-base, the requests of each node.
  ///
  /// A node that also fetches addresses that its service answers with is not in here: its host would not be all that it talks to.
  static let n8nServices =
    """

    actionNetwork connector personal,data-change actionnetwork.org
    airtop connector command ?
    autopilot connector communication,personal api2.autopilothq.com
    beeminder connector payment,data-change www.beeminder.com
    bitly connector data-change api-ssl.bitly.com
    coinGecko connector - api.coingecko.com
    demio connector personal,data-change my.demio.com
    dhl connector - api-eu.dhl.com
    egoi connector communication,personal,data-change api.egoiapp.com
    emelia connector communication,personal graphql.emelia.io
    goToWebinar connector personal,data-change api.getgo.com
    googleBooks connector data-change www.googleapis.com
    googleCloudNaturalLanguage connector - language.googleapis.com
    googlePerspective connector - commentanalyzer.googleapis.com
    highLevel connector personal,data-change rest.gohighlevel.com,services.leadconnectorhq.com
    humanticAi connector personal api.humantic.ai
    lingvaNex connector - api-b2b.backenster.com
    mistralAi connector - api.mistral.ai
    oneSimpleApi connector - ?
    openThesaurus connector - www.openthesaurus.de
    oura connector personal api.ouraring.com
    peekalink connector - api.peekalink.io
    profitWell connector - api.profitwell.com
    raindrop connector data-change api.raindrop.io
    storyblok connector data-change api.storyblok.com,mapi.storyblok.com
    tapfiliate connector personal,data-change api.tapfiliate.com
    uptimeRobot connector data-change api.uptimerobot.com
    urlScanIo connector data-change urlscan.io
    adalo connector data-change api.adalo.com
    Brandfetch connector - ?
    citrixAdc connector access ?
    cockpit connector data-change ?
    crowdDev connector personal,data-change ?
    currents connector - api.currents.dev
    filemaker connector data-change ?
    flow connector data-change api.getflow.com
    gong connector personal ?
    kitemaker connector data-change toil.kitemaker.co
    lmChatAlibabaCloud connector - ?
    lmChatDatabricks connector - ?
    lmChatLemonade connector - ?
    lmLemonade connector - ?
    embeddingsLemonade connector - ?
    lmChatMinimax connector - api.minimax.io
    lmChatMoonshot connector - ?
    lmChatVercelAiGateway connector - ?
    loneScale connector personal public-api.lonescale.com
    marketstack connector - ?
    nasa connector - api.nasa.gov
    npm connector access,data-change ?
    ollama connector - ?
    orbit connector personal,data-change app.orbit.love
    postBin connector - www.toptal.com
    s3 connector data-change ?
    securityScorecard connector - api.securityscorecard.io
    vectorStoreAzureAISearch connector data-change ?
    vectorStoreChromaDB connector data-change ?
    yourls connector data-change ?
    bubble connector data-change,personal ?
    elasticSecurity connector access,data-change ?
    haloPSA connector data-change,personal ?
    koBoToolbox connector data-change,personal ?
    mautic connector communication,personal,data-change ?
    misp connector data-change ?
    sendy connector communication,personal ?
    syncroMsp connector data-change,personal ?
    taiga connector data-change ?
    wekan connector data-change ?
    """
}
