#!/bin/sh
# With eksctl: a role for the service account prodhealth in the namespace prodhealth (EKS Pod Identity, from Kubernetes 1.24 on).
# Leave serviceAccount.roleArn of the chart empty. Usage: sh deploy/iam/eksctl-pod-identity.sh CLUSTER REGION
set -eu
cluster=$1
region=$2
policy=$(aws iam create-policy --policy-name "prodhealth-$cluster" \
  --policy-document "file://$(dirname "$0")/policy.json" --query Policy.Arn --output text)
# It is no fault when the cluster has the add-on already.
eksctl create addon --cluster "$cluster" --region "$region" --name eks-pod-identity-agent || true
eksctl create podidentityassociation --cluster "$cluster" --region "$region" --namespace prodhealth \
  --service-account-name prodhealth --role-name "prodhealth-$cluster" --permission-policy-arns "$policy"
