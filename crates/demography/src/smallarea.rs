//! Small areas: forecasts for communes, and how they are made to agree with the province.
