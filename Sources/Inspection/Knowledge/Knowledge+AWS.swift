extension Knowledge {
  /// Services of AWS by the word in a `Resource`. Source: the Step Functions reference, "Integrating services", and the
  /// service authorization reference.
  static let aws = table(
    """
    lambda code - -
    http http - -
    apigateway http - -
    states subworkflow - -
    sfn subworkflow - -
    activity other - -
    sqs message - -
    sns message communication -
    ses message communication -
    sesv2 message communication -
    pinpoint message communication,personal -
    events message - -
    eventbridge message - -
    dynamodb connector data-change -
    s3 connector data-change -
    rdsdata sql data-change -
    redshiftdata sql data-change -
    athena sql data-change -
    timestreamquery sql - -
    glue command data-change,command -
    batch command command -
    ecs command command -
    eks command command,access -
    codebuild command command -
    emr command command -
    elasticmapreduce command command -
    ec2 connector data-change,command -
    ssm connector command,data-change -
    iam connector access -
    organizations connector access -
    sso connector access -
    ssoadmin connector access -
    identitystore connector access,personal -
    cognitoidentityprovider connector access,personal -
    secretsmanager connector access -
    kms connector access -
    sts connector access -
    cloudformation connector data-change,access -
    rds connector data-change -
    sagemaker connector data-change -
    bedrock connector - -
    rekognition connector personal -
    comprehend connector personal -
    textract connector personal -
    translate connector - -
    polly connector - -
    transcribe connector - -
    mediaconvert connector - -
    databrew connector data-change -
    servicecatalog connector data-change -
    scheduler connector data-change -
    fis connector command,data-change -
    acm connector access -
    acmpca connector access -
    lakeformation connector access,data-change -
    ram connector access -
    route53 connector data-change -
    account connector access,personal -
    """)
}
