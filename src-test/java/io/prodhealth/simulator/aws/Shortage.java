package io.prodhealth.simulator.aws;

/** Why EC2 launches nothing, and how a scaling activity says so. */
public enum Shortage {
    /** There is no spot capacity. */
    SPOT_CAPACITY("Could not launch Spot Instances. InsufficientInstanceCapacity - There is no Spot capacity available"
            + " that matches your request. Launching EC2 instance failed."),
    /** Spot costs more than the group may pay. */
    SPOT_PRICE("Could not launch Spot Instances. SpotMaxPriceTooLow - Your Spot request price of 0.1 is lower than the"
            + " minimum required Spot request fulfillment price of 0.1213. Launching EC2 instance failed."),
    /** The account may have no more spot instances. */
    SPOT_QUOTA("Could not launch Spot Instances. MaxSpotInstanceCountExceeded - Max spot instance count exceeded."
            + " Launching EC2 instance failed."),
    /** There is no on-demand capacity. */
    CAPACITY("InsufficientInstanceCapacity - We currently do not have sufficient capacity in the Availability Zone you"
            + " requested (us-east-1a). Our system will be working on provisioning additional capacity. Launching EC2"
            + " instance failed."),
    /** The account may have no more instances. */
    QUOTA("VcpuLimitExceeded - You have requested more vCPU capacity than your current vCPU limit of 32 allows for the"
            + " instance bucket that the specified instance type belongs to. Please visit"
            + " http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit. Launching EC2"
            + " instance failed.");

    private final String message;

    Shortage(String message) {
        this.message = message;
    }

    /** StatusMessage of the activity. */
    public String message() {
        return message;
    }
}
