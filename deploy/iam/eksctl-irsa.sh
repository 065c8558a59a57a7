#!/bin/sh
# With eksctl: a role for the service account prodhealth in the namespace prodhealth (IRSA). Prints the ARN for
# serviceAccount.roleArn of the chart. Usage: sh deploy/iam/eksctl-irsa.sh CLUSTER REGION
set -eu
cluster=$1
region=$2
policy=$(aws iam create-policy --policy-name "prodhealth-$cluster" \
  --policy-document "file://$(dirname "$0")/policy.json" --query Policy.Arn --output text)
eksctl utils associate-iam-oidc-provider --cluster "$cluster" --region "$region" --approve
# The chart makes the account itself, so that uninstalling takes it away.
eksctl create iamserviceaccount --cluster "$cluster" --region "$region" --namespace prodhealth --name prodhealth \
  --role-name "prodhealth-$cluster" --role-only --attach-policy-arn "$policy" --approve
aws iam get-role --role-name "prodhealth-$cluster" --query Role.Arn --output text
