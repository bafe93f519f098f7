"""Types that must be held, and the properties of each that carry a promise: losing one of them fails the run.

Any other property that the API does not tell back is listed in the report as "held, but without".
"""

PROMISES: dict[str, tuple[str, ...]] = {
    # Network
    "AWS::EC2::VPC": ("CidrBlock", "EnableDnsHostnames", "EnableDnsSupport"),
    "AWS::EC2::Subnet": ("VpcId", "CidrBlock", "AvailabilityZone", "MapPublicIpOnLaunch"),
    "AWS::EC2::RouteTable": ("VpcId",),
    "AWS::EC2::Route": ("RouteTableId", "DestinationCidrBlock", "GatewayId", "NatGatewayId", "VpcEndpointId"),
    "AWS::EC2::SubnetRouteTableAssociation": ("RouteTableId", "SubnetId"),
    "AWS::EC2::GatewayRouteTableAssociation": ("RouteTableId", "GatewayId"),
    "AWS::EC2::InternetGateway": (),
    "AWS::EC2::VPCGatewayAttachment": ("VpcId", "InternetGatewayId"),
    "AWS::EC2::EIP": ("Domain",),
    "AWS::EC2::NatGateway": ("SubnetId", "AllocationId"),
    "AWS::EC2::NetworkAcl": ("VpcId",),
    "AWS::EC2::NetworkAclEntry": ("NetworkAclId", "RuleNumber", "RuleAction", "Protocol", "CidrBlock", "Egress", "PortRange"),
    "AWS::EC2::SubnetNetworkAclAssociation": ("NetworkAclId", "SubnetId"),
    "AWS::EC2::VPCEndpoint": (
        "VpcId", "ServiceName", "VpcEndpointType", "PolicyDocument", "SecurityGroupIds", "SubnetIds", "RouteTableIds", "PrivateDnsEnabled",
    ),
    "AWS::EC2::FlowLog": ("ResourceId", "TrafficType", "LogDestinationType", "LogDestination", "LogGroupName", "DeliverLogsPermissionArn", "LogFormat"),
    "AWS::EC2::SecurityGroup": ("VpcId", "SecurityGroupIngress", "SecurityGroupEgress"),
    "AWS::EC2::SecurityGroupIngress": ("GroupId", "IpProtocol", "FromPort", "ToPort", "CidrIp", "SourceSecurityGroupId", "SourcePrefixListId"),
    "AWS::EC2::SecurityGroupEgress": ("GroupId", "IpProtocol", "FromPort", "ToPort", "CidrIp", "DestinationSecurityGroupId", "DestinationPrefixListId"),
    "AWS::Route53Resolver::ResolverQueryLoggingConfig": ("DestinationArn",),
    "AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation": ("ResolverQueryLogConfigId", "ResourceId"),
    "Custom::VpcRestrictDefaultSG": ("DefaultSecurityGroupId",),
    "AWS::NetworkFirewall::Firewall": ("FirewallPolicyArn", "SubnetMappings", "VpcId", "DeleteProtection"),
    "AWS::NetworkFirewall::FirewallPolicy": ("FirewallPolicy",),
    "AWS::NetworkFirewall::RuleGroup": ("RuleGroup", "Type", "Capacity"),
    "AWS::NetworkFirewall::LoggingConfiguration": ("FirewallArn", "LoggingConfiguration"),
    "AWS::EC2::VPCBlockPublicAccessOptions": ("InternetGatewayBlockMode",),
    "AWS::EC2::VPCBlockPublicAccessExclusion": ("InternetGatewayExclusionMode", "SubnetId", "VpcId"),
    "AWS::EC2::VPCEncryptionControl": ("VpcId", "Mode"),
    "AWS::EC2::SnapshotBlockPublicAccess": ("State",),
    # The organisation
    "AWS::Organizations::Policy": ("Content", "TargetIds", "Type"),
    # Keys and storage
    "AWS::KMS::Key": ("KeyPolicy", "EnableKeyRotation", "RotationPeriodInDays", "MultiRegion", "KeySpec"),
    "AWS::KMS::Alias": ("AliasName", "TargetKeyId"),
    "AWS::S3::Bucket": (
        "BucketEncryption", "LifecycleConfiguration", "LoggingConfiguration", "ObjectLockConfiguration", "ObjectLockEnabled",
        "OwnershipControls", "PublicAccessBlockConfiguration", "ReplicationConfiguration", "VersioningConfiguration",
    ),
    "AWS::S3::BucketPolicy": ("Bucket", "PolicyDocument"),
    # Identities
    "AWS::IAM::Role": ("AssumeRolePolicyDocument", "ManagedPolicyArns", "Policies", "PermissionsBoundary", "MaxSessionDuration"),
    "AWS::IAM::Policy": ("PolicyDocument", "Roles"),
    "AWS::IAM::ManagedPolicy": ("PolicyDocument", "Roles"),
    "AWS::IAM::InstanceProfile": ("Roles",),
    "AWS::SecretsManager::Secret": ("KmsKeyId",),
    "AWS::SecretsManager::RotationSchedule": ("SecretId", "RotationRules"),
    "AWS::SecretsManager::SecretTargetAttachment": ("SecretId", "TargetId"),
    # Databases
    "AWS::RDS::DBCluster": (
        "StorageEncrypted", "KmsKeyId", "DBSubnetGroupName", "VpcSecurityGroupIds", "DBClusterParameterGroupName", "DeletionProtection",
        "BackupRetentionPeriod", "EnableIAMDatabaseAuthentication", "EnableCloudwatchLogsExports", "ManageMasterUserPassword", "MasterUserSecret",
        "CopyTagsToSnapshot", "PerformanceInsightsEnabled", "PerformanceInsightsKmsKeyId",
    ),
    "AWS::RDS::DBInstance": (
        "StorageEncrypted", "KmsKeyId", "DBSubnetGroupName", "VPCSecurityGroups", "DBParameterGroupName", "DeletionProtection", "MultiAZ",
        "BackupRetentionPeriod", "EnableIAMDatabaseAuthentication", "EnableCloudwatchLogsExports", "ManageMasterUserPassword", "PubliclyAccessible",
        "EnablePerformanceInsights", "PerformanceInsightsKMSKeyId", "AutoMinorVersionUpgrade",
    ),
    "AWS::RDS::DBSubnetGroup": ("SubnetIds",),
    "AWS::RDS::DBClusterParameterGroup": ("Family", "Parameters"),
    "AWS::RDS::DBParameterGroup": ("Family", "Parameters"),
    # The edge
    "AWS::ElasticLoadBalancingV2::LoadBalancer": ("Scheme", "SecurityGroups", "Subnets", "LoadBalancerAttributes"),
    "AWS::ElasticLoadBalancingV2::Listener": ("LoadBalancerArn", "Port", "Protocol", "SslPolicy", "Certificates", "DefaultActions", "ListenerAttributes"),
    "AWS::ElasticLoadBalancingV2::ListenerRule": ("ListenerArn", "Actions", "Conditions", "Priority"),
    "AWS::ElasticLoadBalancingV2::TargetGroup": ("VpcId", "Port", "Protocol", "TargetType", "TargetGroupAttributes"),
    "AWS::WAFv2::WebACL": ("Scope", "DefaultAction", "Rules"),
    "AWS::WAFv2::WebACLAssociation": ("WebACLArn", "ResourceArn"),
    "AWS::WAFv2::LoggingConfiguration": ("ResourceArn", "LogDestinationConfigs", "RedactedFields"),
    "AWS::CertificateManager::Certificate": ("DomainName", "SubjectAlternativeNames", "ValidationMethod"),
    # The service
    "AWS::ECS::Cluster": ("ClusterSettings",),
    "AWS::ECS::TaskDefinition": ("ContainerDefinitions", "NetworkMode", "ExecutionRoleArn", "TaskRoleArn"),
    "AWS::ECS::Service": ("Cluster", "TaskDefinition", "LoadBalancers", "NetworkConfiguration", "DeploymentConfiguration"),
    "AWS::ApplicationAutoScaling::ScalableTarget": ("MinCapacity", "MaxCapacity", "ResourceId"),
    "AWS::ApplicationAutoScaling::ScalingPolicy": ("TargetTrackingScalingPolicyConfiguration",),
    "AWS::ECR::Repository": ("ImageScanningConfiguration", "ImageTagMutability", "EncryptionConfiguration", "RepositoryPolicyText"),
    # Observation
    "AWS::Logs::LogGroup": ("LogGroupName", "RetentionInDays", "KmsKeyId"),
    "AWS::Logs::ResourcePolicy": ("PolicyName", "PolicyDocument"),
    "AWS::SNS::Topic": ("KmsMasterKeyId",),
    "AWS::SNS::TopicPolicy": ("Topics", "PolicyDocument"),
    "AWS::SQS::Queue": ("KmsMasterKeyId",),
    "AWS::CloudWatch::Alarm": ("AlarmActions", "MetricName", "Namespace", "Threshold", "ComparisonOperator", "TreatMissingData"),
}  # fmt: skip
