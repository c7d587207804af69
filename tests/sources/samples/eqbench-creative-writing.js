// creative_writing_v3.js


let leaderboardDataCreativeWritingV3 = `
model_name,elo_score,creative_writing_score,avg_length,vocab_complexity,slop_score,repetition_score
*example-1,2471.4,17.07,6003,27.46,6.59,4.31
example-lab/Example-2-7B,1411.5,12.5,5488,26.18,9.70,3.73
__metadata__,N/A,N/A,0,N/A,N/A,0.00
`


const slopData = `##### example-1
<h4>Most Similar To:</h4>
`
