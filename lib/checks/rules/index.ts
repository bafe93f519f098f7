// Generated from the folder by `npm run generate`. Do not edit.
import type { Rule } from '../rule';
import { Ec2DefaultSecurityGroupClosed } from './ec2/ec2-default-security-group-closed';
import { Ec2InstanceMetadataV2 } from './ec2/ec2-instance-metadata-v2';
import { Ec2InstanceNoKeyPair } from './ec2/ec2-instance-no-key-pair';
import { Ec2InstanceNoPublicAddress } from './ec2/ec2-instance-no-public-address';
import { Ec2InternetGatewayInboundThroughFirewall } from './ec2/ec2-internet-gateway-inbound-through-firewall';
import { Ec2LaunchTemplateNewestImage } from './ec2/ec2-launch-template-newest-image';
import { Ec2NatGatewayPerZone } from './ec2/ec2-nat-gateway-per-zone';
import { Ec2NetworkAclFencesData } from './ec2/ec2-network-acl-fences-data';
import { Ec2RouteOutboundThroughFirewall } from './ec2/ec2-route-outbound-through-firewall';
import { Ec2SecurityGroupClosedToInternet } from './ec2/ec2-security-group-closed-to-internet';
import { Ec2SecurityGroupNoShellFromAnywhere } from './ec2/ec2-security-group-no-shell-from-anywhere';
import { Ec2SnapshotPublicSharingBlocked } from './ec2/ec2-snapshot-public-sharing-blocked';
import { Ec2SubnetNoPublicAddress } from './ec2/ec2-subnet-no-public-address';
import { Ec2VolumeEncrypted } from './ec2/ec2-volume-encrypted';
import { Ec2VpcEndpointOrganisationOnly } from './ec2/ec2-vpc-endpoint-organisation-only';
import { Ec2VpcFlowLogged } from './ec2/ec2-vpc-flow-logged';
import { Ec2VpcPublicAccessBlocked } from './ec2/ec2-vpc-public-access-blocked';
import { Ec2VpcPublicAccessExclusionNarrow } from './ec2/ec2-vpc-public-access-exclusion-narrow';
import { Ec2VpcResolverQueriesLogged } from './ec2/ec2-vpc-resolver-queries-logged';
import { S3BucketVersioned } from './s3/s3-bucket-versioned';

/** Every rule, by its file's path. */
export const RULES: readonly Rule[] = [
  Ec2DefaultSecurityGroupClosed,
  Ec2InstanceMetadataV2,
  Ec2InstanceNoKeyPair,
  Ec2InstanceNoPublicAddress,
  Ec2InternetGatewayInboundThroughFirewall,
  Ec2LaunchTemplateNewestImage,
  Ec2NatGatewayPerZone,
  Ec2NetworkAclFencesData,
  Ec2RouteOutboundThroughFirewall,
  Ec2SecurityGroupClosedToInternet,
  Ec2SecurityGroupNoShellFromAnywhere,
  Ec2SnapshotPublicSharingBlocked,
  Ec2SubnetNoPublicAddress,
  Ec2VolumeEncrypted,
  Ec2VpcEndpointOrganisationOnly,
  Ec2VpcFlowLogged,
  Ec2VpcPublicAccessBlocked,
  Ec2VpcPublicAccessExclusionNarrow,
  Ec2VpcResolverQueriesLogged,
  S3BucketVersioned,
];
